/// A configuration with the fallback sections that a plan implies.
#[derive(Debug)]
pub struct GatewayText {
    /// All of it; to the byte the same where the plan says what the file says.
    pub text: String,
    /// What was left as it was, and what the gateway cannot do.
    pub notes: Vec<String>,
}
