import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findBase } from "../base/find-base.ts";
import {
  openPersonRepository,
  type PersonRepository,
  personRepository,
  testFolder,
} from "../testing/person-repository.ts";
import { checkComplete } from "./check/check-complete.ts";
import { inspectRepository } from "./inspect-repository.ts";
import { askView, withView } from "./open-view.ts";

let folder: Awaited<ReturnType<typeof testFolder>>;
let trap: string;

beforeAll(async () => {
  folder = await testFolder();
  trap = join(folder.path, "sprung");
});
afterAll(() => folder.remove());

const fresh = (name: string, ...options: string[]) => personRepository(join(folder.path, name), ...options);
const inspect = (path: string) => withView(path, inspectRepository);
const head = (path: string) => withView(path, (view) => askView(view, ["rev-parse", "HEAD"]));
/** All that a task's start asks. */
const start = (path: string, base: string | null = null) =>
  withView(path, async (view) => {
    await inspectRepository(view);
    await checkComplete(view, (await findBase(view, base)).commit);
  });

describe("nothing of a repository's own is run to look at it:", () => {
  const settings: [what: string, set: (repository: PersonRepository, command: string) => void][] = [
    ["a filter", (r, c) => r.git("config", "filter.x.clean", `${c}; cat`)],
    ["a long-running filter", (r, c) => r.git("config", "filter.x.process", c)],
    ["a file monitor", (r, c) => r.git("config", "core.fsmonitor", c)],
    ["an external diff", (r, c) => r.git("config", "diff.external", c)],
    ["a diff as text", (r, c) => r.git("config", "diff.x.textconv", c)],
    ["a pager", (r, c) => r.git("config", "core.pager", c)],
    ["an alternates command", (r, c) => r.git("config", "core.alternateRefsCommand", c)],
    ["a packing hook", (r, c) => r.git("config", "uploadpack.packObjectsHook", c)],
    ["a hook in the configuration", (r, c) => r.git("config", "hook.x.command", c)],
    [
      "an include",
      (r, c) => {
        const file = join(r.path, ".git", "more");
        writeFileSync(file, `[core]\n\tfsmonitor = "${c}"\n[filter "x"]\n\tclean = "${c}"\n`);
        r.git("config", "include.path", file);
      },
    ],
    [
      "a configuration of the checkout",
      (r, c) => {
        r.git("config", "extensions.worktreeConfig", "true");
        r.git("config", "--worktree", "core.fsmonitor", c);
      },
    ],
    ["a credential helper", (r, c) => r.git("config", "credential.helper", `!${c}`)],
    [
      "hooks",
      (r, c) => {
        for (const name of ["post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc"]) {
          r.write({ [`.git/hooks/${name}`]: `#!/bin/sh\n${c}\n` });
          chmodSync(join(r.path, ".git/hooks", name), 0o755);
        }
      },
    ],
  ];

  test.each(settings)("%s", async (what, set) => {
    const repository = fresh(what.replaceAll(" ", "-"));
    repository.commit({ ".gitattributes": "* filter=x diff=x\n", a: "1\n" });
    set(repository, `touch ${trap}`);
    repository.write({ a: "2\n", untracked: "3\n" });
    await start(repository.path);
    expect(existsSync(trap)).toBe(false);
  });

  test("replaced objects and grafts change nothing", async () => {
    const repository = fresh("replaced");
    const first = repository.commit({ a: "1" });
    const second = repository.commit({ a: "2" });
    repository.git("replace", second, first);
    writeFileSync(join(repository.path, ".git/info/grafts"), `${second}\n`);
    const parents = await withView(repository.path, (view) => askView(view, ["log", "--format=%P", "-1", "HEAD"]));
    expect(parents).toBe(first);
  });
});

describe("a repository is found", () => {
  test("from a folder in it, by a file that names it, as a bare one, and by its own folder", async () => {
    const repository = fresh("found");
    const commit = repository.commit({ "deep/er/a": "1" });
    const linked = join(folder.path, "linked");
    repository.git("worktree", "add", "--quiet", "-b", "other", linked);
    const other = openPersonRepository(linked).commit({ b: "2" });
    const bare = join(folder.path, "found.git");
    repository.git("clone", "--quiet", "--bare", ".", bare);
    const root = (path: string) => withView(path, async ({ place }) => place.root);
    expect(await root(join(repository.path, "deep/er"))).toBe(repository.path);
    expect(await root(join(repository.path, ".git"))).toBe(repository.path);
    expect(await head(join(repository.path, ".git"))).toBe(commit);
    expect(await head(linked)).toBe(other);
    expect(await root(bare)).toBe(bare);
    expect(await inspect(bare)).toMatchObject({ name: "found", currentBranch: "main", isDirty: false });
  });

  test("with packed refs, and with names that need quoting", async () => {
    const repository = fresh('a "quoted":\nnáme');
    const commit = repository.commit({ a: "1" });
    repository.git("pack-refs", "--all");
    repository.git("gc", "--quiet");
    expect(await head(repository.path)).toBe(commit);
  });

  test("when its HEAD is a link, as old ones have it", async () => {
    const repository = fresh("old");
    const commit = repository.commit({ a: "1" });
    rmSync(join(repository.path, ".git/HEAD"));
    symlinkSync("refs/heads/main", join(repository.path, ".git/HEAD"));
    expect(await head(repository.path)).toBe(commit);
  });
});

describe("what can't be worked on is refused in words:", () => {
  test("a folder that isn't there, that is no repository, or that has no commits", async () => {
    const plain = join(folder.path, "plain");
    mkdirSync(plain);
    await expect(start(join(folder.path, "gone"))).rejects.toMatchObject({ code: "not_found" });
    await expect(start(plain)).rejects.toMatchObject({
      message: expect.stringContaining("it is not a git repository."),
      way: { kind: "name_repository", how: "make" },
    });
    await expect(start(fresh("empty").path)).rejects.toThrow("it has no commits");
  });

  test("objects that are named by sha256", async () => {
    const repository = fresh("sha256", "--object-format=sha256");
    repository.commit({ a: "1" });
    await expect(start(repository.path)).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(/sha256 failed: its objects are named by sha256, and only sha1 is supported\. /),
    });
  });

  test("branches in another format than files, and formats that nobody knows", async () => {
    const repository = fresh("reftable");
    repository.commit({ a: "1" });
    repository.git("config", "extensions.refStorage", "reftable");
    await expect(start(repository.path)).rejects.toThrow(
      "it keeps its branches as reftable. Convert it: git refs migrate",
    );
    repository.git("config", "extensions.refStorage", "files");
    repository.git("config", "extensions.fromTheFuture", "true");
    await expect(start(repository.path)).rejects.toThrow('its format has the extension "fromthefuture"');
  });

  test("a partial clone, until it has everything", async () => {
    const origin = fresh("origin");
    origin.git("config", "uploadpack.allowFilter", "true");
    origin.commit({ a: "1" });
    origin.commit({ a: "2" });
    const path = join(folder.path, "partial");
    origin.git("clone", "--quiet", "--filter=blob:none", `file://${origin.path}`, path);
    await expect(start(path)).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringContaining("it is a partial clone (--filter)"),
    });
    openPersonRepository(path).git("fetch", "--quiet", "--refetch", "--no-filter");
    await start(path);
  });

  test("files in the place of others: pipes, links that lead in circles, folders", async () => {
    const repository = fresh("odd");
    repository.commit({ a: "1" });
    const config = join(repository.path, ".git/config");
    rmSync(config);
    symlinkSync(config, config);
    await expect(start(repository.path)).rejects.toThrow(`${config} can't be read: it is a link. Mend it.`);
    rmSync(config);
    mkdirSync(config);
    await expect(start(repository.path)).rejects.toThrow("it is not a file");
    rmSync(config, { recursive: true });
    writeFileSync(config, "[core\n");
    await expect(start(repository.path)).rejects.toThrow("is no configuration");
    writeFileSync(config, "");
    writeFileSync(join(repository.path, ".git/HEAD"), "nonsense");
    await expect(start(repository.path)).rejects.toThrow("names neither a branch nor a commit");
  });

  test("a name that is not UTF-8, unless it has another one", async () => {
    const name = Buffer.concat([Buffer.from(join(folder.path, "caf")), Buffer.from([0xe9])]);
    mkdirSync(name);
    await expect(start(name.toString())).rejects.toThrow("its name holds bytes that are not UTF-8");
    const link = join(folder.path, "cafe");
    symlinkSync(name, link);
    const repository = personRepository(link);
    const commit = repository.commit({ a: "1" });
    expect(await head(link)).toBe(commit);
  });
});

test("a shallow clone is read as far as it goes", async () => {
  const origin = fresh("long");
  origin.commit({ a: "1" });
  const tip = origin.commit({ a: "2" });
  const path = join(folder.path, "shallow");
  origin.git("clone", "--quiet", "--depth=1", `file://${origin.path}`, path);
  expect(await inspect(path)).toMatchObject({ isShallow: true, isDirty: false });
  expect(await withView(path, (view) => askView(view, ["rev-list", "--all"]))).toBe(tip);
});

test("nothing is left of a view, and nothing changes in the repository", async () => {
  const repository = fresh("untouched");
  repository.commit({ a: "1" });
  repository.write({ a: "2" });
  const index = readFileSync(join(repository.path, ".git/index"));
  const views: string[] = [];
  await withView(repository.path, async (view) => {
    views.push(view.path);
    await inspectRepository(view);
  });
  expect(existsSync(views[0] as string)).toBe(false);
  expect(readFileSync(join(repository.path, ".git/index"))).toEqual(index);
});
