import { expect, test } from "vitest";
import { tried } from "./tried.ts";

/** What is between an Environment that is asked for and its agent's beginning. */

const { statusOf, endOf } = tried;

test("where policies aren't enforced nothing of the project starts, and that is said", async () => {
  await tried.node.kill("policies");
  try {
    const name = await tried.environments.make("unenforced");
    const status = await endOf(name);
    expect(status).toMatchObject({ phase: "Refused", exit: { reason: "isolation" } });
    expect(tried.gateway.told).toEqual([]);
  } finally {
    await tried.node.start("policies");
  }
});

test("policies that come late are waited for", async () => {
  await tried.node.kill("policies");
  const name = await tried.environments.make("late");
  await expect.poll(async () => (await statusOf(name))?.pod?.ip).toMatch(/^10\.244\./);
  await tried.node.start("policies");
  expect(await endOf(name)).toMatchObject({ phase: "Succeeded" });
});

test("one that is deleted while its image is had is gone", async () => {
  const name = await tried.environments.make("pulling", { image: "localhost/catalyst/absent:2" });
  await expect.poll(async () => (await statusOf(name))?.reason).toMatch(/^Image/);
  await tried.remove(name);
  expect(await tried.environments.podsOf("pulling")).toEqual([]);
});
