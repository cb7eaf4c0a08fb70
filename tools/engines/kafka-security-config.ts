import { certificateFile, keystoreFile, SASL_MECHANISMS, type SetSecurity } from "./set-security.js";

const MODULES = "org.apache.kafka.common.security";

/** The part of server.properties that has clients (and other brokers) come with TLS and a password. */
export function kafkaSecuritySettings(dir: string, security: SetSecurity): Record<string, string> {
  const { username, password } = security.kafka;
  const ours = `username="${username}" password="${password}"`;
  const [plain, ...scram] = SASL_MECHANISMS;
  const jaas = (mechanism: string) => `listener.name.sasl_ssl.${mechanism.toLowerCase()}.sasl.jaas.config`;
  return {
    "inter.broker.listener.name": "SASL_SSL",
    "sasl.mechanism.inter.broker.protocol": plain,
    "sasl.enabled.mechanisms": SASL_MECHANISMS.join(),
    [jaas(plain)]: `${MODULES}.plain.PlainLoginModule required ${ours} user_${username}="${password}";`,
    ...Object.fromEntries(scram.map((each) => [jaas(each), `${MODULES}.scram.ScramLoginModule required;`])),
    "ssl.keystore.type": "PKCS12",
    "ssl.keystore.location": keystoreFile({ dir }),
    "ssl.keystore.password": security.keystorePassword,
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": certificateFile({ dir }),
  };
}

/** For the tool that formats a broker's storage: who may sign in with SCRAM is part of the cluster's own data. */
export function kafkaScramArguments({ kafka: { username, password } }: SetSecurity): string[] {
  const scram = SASL_MECHANISMS.filter((mechanism) => mechanism !== "PLAIN");
  return scram.flatMap((mechanism) => ["--add-scram", `${mechanism}=[name=${username},password=${password}]`]);
}
