import { expect, test } from "vitest";
import { parseJson } from "../../testing/index.ts";
import { readDevcontainer } from "./read-devcontainer.ts";

const limits = { cpus: 2, memoryMib: 4096, processes: 100, diskMib: 8192 };
const read = (content: unknown) =>
  readDevcontainer({ document: parseJson(JSON.stringify(content)), file: ".devcontainer.json" }, limits);

test("variables and commands that run before the work are taken over, in their order", () => {
  const { env, setup, notes } = read({
    name: "shop",
    containerEnv: { A: "1", B: "1" },
    remoteEnv: { B: "2" },
    postCreateCommand: { one: "make one", two: ["echo", "it's"] },
    onCreateCommand: "npm ci",
  });
  expect(env).toEqual({ A: "1", B: "2" });
  expect(setup).toBe("set -e\n(\nnpm ci\n)\n(\nmake one\n)\n(\n'echo' 'it'\\''s'\n)");
  expect(notes).toEqual([]);
});

test("what has no counterpart here is named", () => {
  const { env, notes } = read({
    image: "x",
    features: {},
    mounts: [],
    runArgs: ["--privileged"],
    forwardPorts: [3000],
    postStartCommand: "x",
    containerEnv: { A: "$" + "{localEnv:HOME}", PATH: "/x", N: 3 },
    hostRequirements: { cpus: 8, memory: "8gb", storage: "4gb", gpu: true },
  });
  expect(env).toEqual({});
  expect(notes.join("\n")).toBe(
    [
      ".devcontainer.json: containerEnv.A is not set: $" + "{localEnv:HOME} is not resolved here",
      ".devcontainer.json: containerEnv.PATH is not set: the environment sets this variable itself; choose another name",
      ".devcontainer.json: containerEnv.N is not set: must be text: put numbers, true and false in quotes",
      ".devcontainer.json: hostRequirements.cpus is 8, environments get 2",
      ".devcontainer.json: hostRequirements.memory is 8192 MiB, environments get 4096 MiB",
      ".devcontainer.json: hostRequirements.gpu is not supported",
      ".devcontainer.json: not supported: image, features, mounts, runArgs, forwardPorts, postStartCommand",
    ].join("\n"),
  );
});

test("a command with a variable of the devcontainer is not run and named; the shell's own are left to the shell", () => {
  expect(read({ postCreateCommand: "cp a $" + "{localWorkspaceFolder}/b" })).toMatchObject({
    setup: null,
    notes: [expect.stringContaining("postCreateCommand is not run")],
  });
  expect(read({ postCreateCommand: "echo $" + "{HOME}" }).setup).toContain("echo $" + "{HOME}");
});

test.each([[[]], ["x"], [null]])("%j instead of an object is named and left alone", (content) => {
  expect(read(content)).toMatchObject({ env: {}, setup: null, notes: [expect.stringContaining("left alone")] });
});

test("beginnings of references without an end are read soon", () => {
  const before = process.threadCpuUsage();
  const parts = ["$" + "{", "$" + "{localEnv"];
  read({ containerEnv: { A: parts[0]?.repeat(200_000) }, onCreateCommand: parts[1]?.repeat(50_000) });
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(2000);
});
