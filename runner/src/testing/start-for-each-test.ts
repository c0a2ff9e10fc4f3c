import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { bundleRunner, startEnvironment, type TestEnvironment } from "./start-environment.ts";

/** Gives each test of a file an environment of its own, in which the runner as it is bundled once for all of them is started. */
export function startForEachTest(use: (environment: TestEnvironment) => void): void {
  let runnerPath: string;
  let environment: TestEnvironment;
  beforeAll(async () => {
    runnerPath = await bundleRunner();
  });
  afterAll(() => rm(dirname(runnerPath), { recursive: true, force: true }));
  beforeEach(async () => {
    environment = await startEnvironment(runnerPath);
    use(environment);
  });
  afterEach(() => environment.remove());
}
