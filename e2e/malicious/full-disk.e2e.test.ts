import { afterAll, beforeAll, expect, test } from "vitest";
import { createGitRepository } from "../git-repository.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

let home: TestHome;

beforeAll(async () => {
  home = await createTestHome();
});

afterAll(() => home.remove());

const BYTES = "head -c 90000000 /dev/urandom > z || true";
const FILES = "i=0; while [ $i -lt 60000 ] && : > f$i; do i=$((i+1)); done 2> /dev/null || true";

test.each([
  ["bytes", BYTES],
  ["files", FILES],
])(
  "an agent that fills its disk with %s keeps what it had committed, and is told of the limit",
  async (_what, fill) => {
    const { path, git } = await createGitRepository({ "a.txt": "one\n" });
    const script = `echo good > good; git add good; git commit -qm good; ${fill}`;
    const ended = await home.run(["run", script, "--repo", path, "--agent", "script", "--timeout", "120s"], {
      env: { CATALYST_DISK_MIB: "60" },
    });
    const said = ended.stdout + ended.stderr;
    expect(ended.exitCode, said).toBe(6);
    expect(said).toContain("filled its 60 MiB of disk (CATALYST_DISK_MIB)");
    const kept = / diff main\.\.\.(refs\/catalyst\/\S+)/.exec(said)?.[1] ?? said;
    expect(await git("log", "--format=%s", kept)).toContain("good");
    expect(await git("show", `${kept}:good`)).toBe("good");
  },
);
