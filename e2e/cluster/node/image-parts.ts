import { homedir } from "node:os";
import { join } from "node:path";

/** Where what images are made of is kept, beyond a run. `CATALYST_IMAGE_PARTS` names it for tests, whose home is empty. */
export function imageParts(env: NodeJS.ProcessEnv = process.env): string {
  return env.CATALYST_IMAGE_PARTS ?? join(homedir(), ".cache", "catalyst", "images");
}
