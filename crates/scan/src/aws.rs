use std::ops::Range;

use super::evidence::{EvidenceKind, Literal, Strength};

/// Calls that make a client of a service of AWS by its name.
pub(super) const CLIENTS: [&str; 2] = ["boto3.client(", "boto3.resource("];

/// Services of the catalogue, by what boto3 calls them; the others are known by their host.
const KNOWN: [(&str, &str); 8] = [
    ("s3", "amazon-s3"),
    ("ecr", "amazon-ecr"),
    ("cloudfront", "aws-cloudfront"),
    ("route53", "aws-route-53"),
    ("bedrock", "aws-bedrock"),
    ("bedrock-runtime", "aws-bedrock"),
    ("bedrock-agent", "aws-bedrock"),
    ("bedrock-agent-runtime", "aws-bedrock"),
];

/// The service of AWS that a client is made of: `boto3.client("s3")`. None where its name is
/// no literal.
pub(super) fn service_of_client(text: &[u8], call: Range<usize>) -> Option<Literal> {
    let blanks = |text: &[u8]| {
        text.iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count()
    };
    let mut at = call.end + blanks(&text[call.end..]);
    if let Some(named) = text[at..].strip_prefix(b"service_name") {
        let equals = at + "service_name".len() + blanks(named);
        let value = text[equals..].strip_prefix(b"=")?;
        at = equals + 1 + blanks(value);
    }
    let quote = *text.get(at).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let start = at + 1;
    let is_part = |byte: &&u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || **byte == b'-';
    let length = text[start..].iter().take(60).take_while(is_part).count();
    let range = start..start + length;
    if length == 0 || text.get(range.end) != Some(&quote) {
        return None;
    }
    let name = std::str::from_utf8(&text[range.clone()]).ok()?;
    let known = KNOWN.iter().find(|(known, _)| *known == name);
    Some(Literal {
        range,
        provider: known.map(|(_, id)| *id),
        model: None,
        service: known.is_none().then(|| format!("{name}.amazonaws.com")),
        kind: EvidenceKind::Code,
        strength: Strength::Host,
    })
}

#[cfg(test)]
mod tests {
    use jurymast_plan::catalogue::provider;

    use super::*;
    use crate::literals::literals;

    #[test]
    fn clients_of_aws_are_known_by_their_literal_names() {
        for (text, expected) in [
            ("boto3.client('s3')", Some((Some("amazon-s3"), None))),
            (
                "boto3.resource(\n    \"s3\", region_name=x)",
                Some((Some("amazon-s3"), None)),
            ),
            (
                "boto3.client(service_name = 'bedrock-runtime')",
                Some((Some("aws-bedrock"), None)),
            ),
            (
                "boto3.client(\"sqs\")",
                Some((None, Some("sqs.amazonaws.com"))),
            ),
            ("boto3.client(name)", None),
            ("boto3.client(f's3')", None),
            ("boto3.client('", None),
            ("boto3.client('s3{x}')", None),
            ("boto3.client(region_name='eu-west-1')", None),
        ] {
            let found = literals(text.as_bytes());
            let found: Vec<_> = found
                .iter()
                .map(|one| (one.provider, one.service.as_deref()))
                .collect();
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>(), "{text}");
        }
        for (_, id) in KNOWN {
            assert!(provider(id).is_some(), "{id}");
        }
    }
}
