import { randomUUID } from "node:crypto";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { ACCOUNT, runAsOrdinaryUser } from "./testing/ordinary-user.ts";
import { requestFor, requestForStages } from "./testing/test-home.ts";

const IS_ROOT = process.getuid?.() === 0;

describe.runIf(IS_ROOT)("as an ordinary user", () => {
  test("isolation is the same, and what isn't limited by the kernel is said", { timeout: 180_000 }, async () => {
    const status = await runAsOrdinaryUser("console.log(process.getuid())");
    expect(status).toMatchObject({ kind: "exited", exitCode: 0, output: "1000\n" });
    expect(status.kind === "exited" && status.facts.join()).toContain("by measuring");
  });

  test("what the account runs elsewhere doesn't count against its processes", { timeout: 180_000 }, async () => {
    const asAccount = ["--reuid", String(ACCOUNT), "--regid", String(ACCOUNT), "--clear-groups", "--"];
    const threads = Array.from({ length: 100 }, () => "sleep 60 &").join("\n");
    const busy = execa("/usr/bin/setpriv", [...asAccount, "/bin/sh", "-c", `${threads} wait`], { reject: false });
    try {
      const limits = { processes: 64 };
      const few = requestFor("console.log('started')", { limits });
      expect(await runAsOrdinaryUser(few)).toMatchObject({ kind: "exited", exitCode: 0, output: "started\n" });
      const script = `const { spawn } = await import("node:child_process");
        let failed = 0;
        for (let i = 0; i < 80; i++) spawn("/bin/sleep", ["30"], { stdio: "ignore" }).on("error", () => { failed++; });
        setTimeout(() => { console.log(failed > 0); process.exit(0); }, 500);`;
      expect(await runAsOrdinaryUser(requestFor(script, { limits }))).toMatchObject({ output: "true\n" });
    } finally {
      busy.kill("SIGKILL");
      await execa("/usr/bin/pkill", ["-KILL", "-u", String(ACCOUNT), "sleep"], { reject: false });
    }
  });

  test("too much on disk ends the environment", { timeout: 180_000 }, async () => {
    const script = `const fs = await import("node:fs"); let i = 0; setInterval(() => fs.writeFileSync("/workspace/" + i++, Buffer.alloc(2 ** 20, 1)), 5);`;
    expect(await runAsOrdinaryUser(script)).toMatchObject({ kind: "exited", reason: "disk_full" });
  });

  test("too much memory, even of an orphan, ends the environment", { timeout: 180_000 }, async () => {
    const script = `
      const { spawn } = await import("node:child_process");
      const hog = "const held = []; setInterval(() => held.push(Buffer.alloc(2 ** 23, 1)), 20)";
      spawn("/bin/sh", ["-c", "(setsid " + process.execPath + " -e '" + hog + "' &)"], { stdio: "ignore" });
      setInterval(() => {}, 1000);`;
    expect(await runAsOrdinaryUser(script)).toMatchObject({ kind: "exited", reason: "out_of_memory" });
  });

  test("folders without permissions are removed", { timeout: 180_000 }, async () => {
    const script = `const fs = await import("node:fs"); fs.mkdirSync("/workspace/a/b", { recursive: true }); fs.writeFileSync("/workspace/a/b/c", ""); fs.chmodSync("/workspace/a/b", 0); fs.chmodSync("/workspace/a", 0);`;
    expect(await runAsOrdinaryUser(script)).toMatchObject({ kind: "exited", exitCode: 0 });
  });

  test("stages and what a setup leaves are the same", { timeout: 180_000 }, async () => {
    const ofSetup = { repoId: randomUUID(), setupCache: { key: "b".repeat(64) } };
    const write = `const fs = await import("node:fs"); fs.mkdirSync("/workspace/made"); fs.writeFileSync("/home/agent/made", "made");`;
    const read = `const fs = await import("node:fs"); console.log(fs.readFileSync("/home/agent/made", "utf8"), fs.readdirSync("/workspace").join());`;
    const first = requestForStages([write, ""], ofSetup);
    const second = requestForStages(["", read], ofSetup);
    expect(await runAsOrdinaryUser(first, second)).toMatchObject({ exitCode: 0, output: "made made\n" });
  });

  test("a stage that verifies finds what was prepared, and room of its own", { timeout: 180_000 }, async () => {
    const fs = `const fs = await import("node:fs");`;
    const prepare = `${fs} fs.writeFileSync("/workspace/tool", "of-the-setup"); fs.mkdirSync("/home/agent/closed", { mode: 0 });`;
    const poison = `${fs} fs.writeFileSync("/workspace/tool", "poisoned"); fs.writeFileSync("/workspace/large", Buffer.alloc(2 ** 24, 1));`;
    const verify = `${fs} console.log(fs.readFileSync("/workspace/tool", "utf8"), fs.readdirSync("/workspace").length); fs.writeFileSync("/workspace/large", Buffer.alloc(2 ** 24, 1));`;
    const refuse = `${verify} process.exitCode = 5;`;
    const status = await runAsOrdinaryUser(requestForStages([prepare, poison, refuse, "", verify]));
    expect(status).toMatchObject({ exitCode: 0, reason: "exited", output: "of-the-setup 1\n" });
  });
});
