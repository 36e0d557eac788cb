//! Rules of Amazon Bedrock AgentCore gateways.
//!
//! In:  JSON of `get-gateway-rule` or `list-gateway-rules`, or a CloudFormation template
//!      with `AWS::BedrockAgentCore::GatewayRule`.
//! Out: `GatewayFile`: a route for each rule.
//!
//! `rules` finds them, `routes` reads what answers, `read` puts them together. Source: the
//! API model of bedrock-agentcore-control in botocore 1.44.8.

mod read;
mod routes;
mod rules;

pub use read::{flaws_of, read};
pub use rules::is_agentcore;
