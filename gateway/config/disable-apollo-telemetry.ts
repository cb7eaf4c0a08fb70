// @apollo/gateway sends usage data unless this variable is set when a gateway is made. Importing this file sets it, so that no
// entry point can forget to.
process.env.APOLLO_TELEMETRY_DISABLED = "1";
