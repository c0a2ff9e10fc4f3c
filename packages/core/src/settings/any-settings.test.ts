import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { AgentConfig } from "../agent/agent-config.ts";
import { CatalystError } from "../catalyst-error.ts";
import { parseJson } from "../testing/index.ts";
import { EffectiveSettings } from "./effective-settings.ts";
import { loadSettings, SETTINGS_FILES } from "./file/load-settings.ts";
import { changeOwnerSetting, ownerSettings } from "./owner/owner-settings.ts";
import { SETTING_KINDS, type SettingValue } from "./owner/setting-kinds.ts";

const NOW = new Date();
const FRESH = AgentConfig.parse({ id: randomUUID(), projectId: randomUUID(), createdAt: NOW, updatedAt: NOW });
const formats = { parseYaml: parseJson, parseJsonc: parseJson };

const key = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...Object.keys(SETTING_KINDS), "env.A", "env.constructor", "env.toString") },
  fc.constantFrom(
    "__proto__",
    "env.__proto__",
    "constructor",
    "constructor.prototype",
    "hooks",
    "budgets.day",
    "",
    ".",
  ),
);
const value: fc.Arbitrary<SettingValue | undefined> = fc.oneof(
  fc.constantFrom(
    undefined,
    true,
    "draft",
    "hold",
    "fail",
    "bot",
    "off",
    "aider",
    "npm",
    "main",
    1,
    5,
    0,
    -1,
    1.5,
    1e308,
    Number.NaN,
  ),
  fc.constantFrom([], ["aider"], ["npm", "*.example.com"], ["7"], ["docs"], ["../x"], ["qwen3=0.5/2"], ["a", "a"]),
  fc.string({ unit: "binary" }),
  fc.array(fc.string({ unit: "binary" }), { maxLength: 3 }),
);

function wordAt(config: AgentConfig, name: string): unknown {
  return name
    .split(".")
    .reduce<unknown>(
      (group, part) =>
        typeof group === "object" && group !== null && Object.hasOwn(group, part)
          ? (group as Record<string, unknown>)[part]
          : undefined,
      ownerSettings(config),
    );
}

test("whatever an owner says of whatever setting is refused, or is their word, is kept whole, and can be taken back", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, value), { maxLength: 8 }), (changes) => {
      let config = FRESH;
      for (const [name, said] of changes) {
        const before = config;
        try {
          config = changeOwnerSetting(before, { key: name, value: said }, NOW);
        } catch (error) {
          expect(error).toBeInstanceOf(CatalystError);
          continue;
        }
        expect(config.ownerKeys.includes(name)).toBe(said !== undefined);
        expect(wordAt(config, name) !== undefined).toBe(said !== undefined);
        expect(AgentConfig.parse(structuredClone(config))).toEqual(config);
        const others = before.ownerKeys.filter((one) => one !== name);
        expect(others.map((one) => wordAt(config, one))).toEqual(others.map((one) => wordAt(before, one)));
        expect(changeOwnerSetting(config, { key: name, value: undefined }, NOW).ownerKeys).toEqual(others);
      }
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

/** What files say where they may: right, or anything. */
const anything = fc.jsonValue({ maxDepth: 3 });
const file = fc.dictionary(
  fc.oneof(
    fc.constantFrom(
      "defaultAgent",
      "hooks",
      "budgets",
      "allowedHosts",
      "sparsePaths",
      "env",
      "github",
      "enabledAgents",
      "model",
      "__proto__",
    ),
    fc.constantFrom(
      "containerEnv",
      "remoteEnv",
      "postCreateCommand",
      "onCreateCommand",
      "hostRequirements",
      "customizations",
    ),
  ),
  fc.oneof(
    fc.constantFrom<unknown>(
      "aider",
      ["npm"],
      { A: "1" },
      { setup: "make" },
      { day: { usd: 1 } },
      { one: ["a", "it's"] },
      { memory: "8gb" },
    ),
    anything,
  ),
);

test("whatever stands in a repository's files is read into settings that can be kept, or refused in words", () => {
  const texts = fc.array(
    fc.oneof(file, anything).map((content) => JSON.stringify(content)),
    { minLength: 1, maxLength: SETTINGS_FILES.length },
  );
  const limits = { cpus: 2, memoryMib: 4096, processes: 100, diskMib: 8192 };
  fc.assert(
    fc.property(texts, fc.constantFrom(null, FRESH), fc.constantFrom("local", "github"), (contents, config, vcs) => {
      const files = new Map(contents.map((text, index) => [SETTINGS_FILES[index] as string, text]));
      try {
        const settings = loadSettings({ files, where: "at main", config, vcs, limits }, formats);
        expect(EffectiveSettings.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
        expect(Object.values(settings.env).every((text) => typeof text === "string")).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({
          code: "invalid_configuration",
          message: expect.stringContaining("Reading .catalyst/config.yaml at main failed"),
        });
      }
    }),
    { numRuns: 500 },
  );
});
