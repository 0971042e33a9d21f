//! stub
#[derive(Debug)]
pub struct Scenario;
