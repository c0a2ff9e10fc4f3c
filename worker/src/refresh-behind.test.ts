import type { RepositoryPort } from "@catalyst/core";
import { expect, test, vi } from "vitest";
import { refreshBehind } from "./refresh-behind.ts";

function open(made: { kind: string }, signal = new AbortController().signal) {
  const refreshMirror = vi.fn(() => Promise.reject(new Error("it is gone")));
  const repositories = { refreshMirror, publishBranch: async () => made } as unknown as RepositoryPort;
  const publish = (vcs: string) => refreshBehind(repositories, signal, 0).publishBranch({ repo: { vcs } } as never);
  return { publish, refreshMirror };
}

test("after a branch was made in a folder its mirror is brought up to date, and nobody hears when that fails", async () => {
  const { publish, refreshMirror } = open({ kind: "published" });
  expect(await publish("local")).toEqual({ kind: "published" });
  await expect.poll(() => refreshMirror.mock.calls).toEqual([[{ vcs: "local" }]]);
});

test("not where nothing was made, nor elsewhere, nor by a worker that stops", async () => {
  const nothing = open({ kind: "problem" });
  await nothing.publish("local");
  const elsewhere = open({ kind: "published" });
  await elsewhere.publish("https");
  const stopped = open({ kind: "published" }, AbortSignal.abort());
  await stopped.publish("local");
  await new Promise((resolve) => setTimeout(resolve, 20));
  for (const { refreshMirror } of [nothing, elsewhere, stopped]) {
    expect(refreshMirror).not.toHaveBeenCalled();
  }
});
