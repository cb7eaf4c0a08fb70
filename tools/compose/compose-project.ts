// What the checks read of a project as the loader gives it: every anchor resolved, every variable filled in, in its long form.

export interface ComposeService {
  image?: string;
  build?: object;
  profiles?: string[];
  command?: string[] | null;
  environment?: Record<string, string | null>;
  healthcheck?: { test?: string[]; disable?: boolean };
  ports?: { host_ip?: string; published?: string; target: number }[];
  depends_on?: Record<string, { condition: string }>;
  restart?: string;
  read_only?: boolean;
  privileged?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  logging?: object;
  deploy?: { resources?: { limits?: { memory?: string; cpus?: number; pids?: number } } };
}

export interface ComposeProject {
  services: Record<string, ComposeService>;
}
