// What Cassandra 5.0 reaches into on Java 17; the list its own start script passes.
const EXPORTS = [
  "java.base/jdk.internal.misc",
  "java.base/jdk.internal.ref",
  "java.base/sun.nio.ch",
  "java.management.rmi/com.sun.jmx.remote.internal.rmi",
  "java.rmi/sun.rmi.registry",
  "java.rmi/sun.rmi.server",
  "java.sql/java.sql",
  "java.rmi/sun.rmi.transport.tcp",
];

const OPENS = [
  "java.base/java.io",
  "java.base/java.lang",
  "java.base/java.lang.module",
  "java.base/java.lang.reflect",
  "java.base/java.math",
  "java.base/java.net",
  "java.base/java.nio",
  "java.base/java.nio.charset",
  "java.base/java.nio.file.spi",
  "java.base/java.util",
  "java.base/java.util.concurrent",
  "java.base/java.util.concurrent.atomic",
  "java.base/jdk.internal.loader",
  "java.base/jdk.internal.ref",
  "java.base/jdk.internal.reflect",
  "java.base/jdk.internal.math",
  "java.base/jdk.internal.module",
  "java.base/jdk.internal.util.jar",
  "java.base/sun.nio.ch",
  "jdk.management/com.sun.management.internal",
  "jdk.compiler/com.sun.tools.javac.file",
  "jdk.internal.jvmstat/sun.jvmstat.monitor",
  "jdk.naming.dns/com.sun.jndi.dns",
];

export const CASSANDRA_JAVA_MODULES: readonly string[] = [
  ...EXPORTS.flatMap((module) => ["--add-exports", `${module}=ALL-UNNAMED`]),
  ...OPENS.flatMap((module) => ["--add-opens", `${module}=ALL-UNNAMED`]),
];
