const SECRET = /^ *([A-Z_]*(?:KEYS|SECRETS|PASSWORD|TOKEN)): *(.*)$/gm;

/** Every secret must come from the environment, with no default: refused when it is missing, or empty where a process can do without it. */
export function secretFindings(text: string): string[] {
  return [...text.matchAll(SECRET)].flatMap(([, name = "", value = ""]) =>
    new RegExp(`^\\$\\{${name}(:\\?[^}]+|-)\\}$`).test(value)
      ? []
      : [`${name}: take it from the environment, as \${${name}:?what to do} or \${${name}-}`],
  );
}
