// Prints new keys as lines for a .env: `npm run -s keys >> .env`.
import { newKeyLines } from "./keys/new-key-lines.js";

process.stdout.write(newKeyLines());
if (process.stdout.isTTY) {
  process.stderr.write("\nThese were only shown. To keep them: npm run -s keys >> .env\n");
}
