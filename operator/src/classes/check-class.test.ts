import { expect, test } from "vitest";
import { environmentOf } from "../testing/worlds.ts";
import { checkClass } from "./check-class.ts";
import { EnvironmentClass } from "./environment-class.ts";

const CLASSES = {
  classes: {
    default: EnvironmentClass.parse({ image: "registry.example/tools", imagePrefixes: ["registry.example/"] }),
    trusted: EnvironmentClass.parse({ image: "registry.example/tools", isProofRequired: false }),
  },
  agents: ["claude-code"],
};
const check = (spec: object) => checkClass(environmentOf({ spec }).spec, CLASSES);

test("what is as its class says is accepted", () => {
  expect(check({})).toEqual({ refusal: null, isProofRequired: true });
  expect(check({ className: "trusted", image: "elsewhere.example/tools" })).toEqual({
    refusal: null,
    isProofRequired: false,
  });
  expect(check({ resources: { limits: { cpu: 4, memory: "16Gi", "ephemeral-storage": "32Gi" } } }).refusal).toBeNull();
});

test.each<[string, object, RegExp]>([
  ["ClassNotFound", { className: "big" }, /no class big/],
  ["ClassNotFound", { className: "constructor" }, /no class constructor/],
  ["AgentUnknown", { agent: { type: "codex-cli" } }, /agent codex-cli isn't there/],
  ["ImageNotAllowed", { image: "evil.example/registry.example/tools" }, /only registry\.example\//],
  ["LimitAboveMaximum", { resources: { limits: { cpu: "4001m" } } }, /4001m of CPUs.* 4 at most/],
  ["LimitAboveMaximum", { resources: { limits: { memory: "17Gi" } } }, /17Gi of memory/],
  ["LimitAboveMaximum", { resources: { limits: { "ephemeral-storage": "1Ti" } } }, /1Ti of disk/],
])("%s is said of %j", (reason, spec, sentence) => {
  expect(check(spec).refusal).toMatchObject({ reason, message: expect.stringMatching(sentence) });
});
