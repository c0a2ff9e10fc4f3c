import { type GatewayAddress, RUNNER_EXIT_CODES } from "@catalyst/core";
import { expect, test } from "vitest";
import { makeCertificate } from "./testing/make-certificate.ts";
import { BRANCH, type TestEnvironment } from "./testing/start-environment.ts";
import { startForEachTest } from "./testing/start-for-each-test.ts";

let environment: TestEnvironment;
startForEachTest((started) => {
  environment = started;
});

const SCRIPT = "echo second > second.md; git fetch origin; git add second.md; git commit -qm Second; echo hello";

test("a whole job is done with a gateway that is reached over TLS: clone, events, push", async () => {
  const gateway = await environment.speakTls();
  environment.start(SCRIPT, { gateway });
  expect(await environment.exited()).toEqual({ code: 0, output: "" });
  expect(environment.ended()).toMatchObject({ outcome: "completed" });
  expect(await environment.git("show", `${BRANCH}:second.md`)).toBe("second");
  expect(environment.bodies()).toContainEqual({ type: "log", stream: "stdout", text: "hello" });
});

test("nothing begins where somebody else answers at the gateway's address", async () => {
  const gateway = (await environment.speakTls()) as Extract<GatewayAddress, { host: string }>;
  environment.start(SCRIPT, { gateway: { ...gateway, ca: makeCertificate(gateway.name).ca } });
  const { code, output } = await environment.exited();
  expect(code).toBe(RUNNER_EXIT_CODES.fault);
  expect(output).toContain("isn't the gateway");
  expect(output).not.toContain(environment.token);
  expect([environment.bodies(), environment.gateway.events]).toEqual([[], []]);
});
