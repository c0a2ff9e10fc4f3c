import type { Page } from "@playwright/test";
import { expect } from "vitest";
import { createGitRepository, type GitRepository } from "../git-repository.ts";
import { type StartedModel, startModel } from "../start-model.ts";
import { type OpenedPage, type OpenedWeb, openWeb } from "./open-web.ts";

const WORKFLOW = "mkdir -p .github/workflows && echo 'on: push' > .github/workflows/x.yml";
/** While it plans, it can't write; what it changes of CI waits for a word. */
export const WORK = `if [ -w . ]; then ${WORKFLOW} && git add -A && git commit -qm Workflow; else echo '# One step'; fi`;

interface OpenedWorkflow {
  web: OpenedWeb;
  model: StartedModel;
  /** The server knows it. */
  repository: GitRepository;
  opened: OpenedPage;
  page: Page;
  close(): Promise<void>;
}

/** A page that shows the list of tasks, with all that the way from a key to what is published needs. */
export async function openWorkflow(): Promise<OpenedWorkflow> {
  const [web, model, repository] = await Promise.all([
    openWeb(),
    startModel("opencode", [{ say: "Yes." }]),
    createGitRepository({ "a.txt": "one\n" }),
  ]);
  const checked = await web.home.run(["config", "check", "--repo", repository.path]);
  expect(checked.exitCode, checked.stderr).toBe(0);
  const opened = await web.signIn();
  await opened.page.getByRole("heading", { name: "Agent tasks" }).waitFor();
  const close = async () => {
    await web.close();
    await model.stop();
  };
  return { web, model, repository, opened, page: opened.page, close };
}
