import type { Page } from "@playwright/test";
import { expect } from "vitest";
import type { TestHome } from "../start-catalyst.ts";

const PATIENCE_MILLISECONDS = 180_000;

/** Opens pages as one person, who trusts the server's certificate. */
export async function openPage(browser: { newPage(options: object): Promise<Page> }): Promise<Page> {
  const page = await browser.newPage({ ignoreHTTPSErrors: true });
  page.setDefaultTimeout(PATIENCE_MILLISECONDS);
  return page;
}

/** Signs up by a link of an invitation. */
export async function signUp(page: Page, link: string, login: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel(/^Login/).fill(login);
  await page.getByLabel("E-mail").fill(`${login}@example.com`);
  await page.getByLabel(/^Password/).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByText("You are signed in").waitFor();
}

/** `catalyst login` in this home, approved on this page by whoever is signed in there. */
export async function logIn(home: TestHome, page: Page, given: { url: string; env: Record<string, string> }) {
  const login = home.start(["login", given.url], { env: given.env });
  const [, place = ""] = await login.finds(/Open (https:\S+)\n/);
  await page.goto(place);
  await page.getByRole("button", { name: "Approve" }).click();
  await page.getByText("goes on by itself").waitFor();
  const ended = await login.ended;
  expect(ended.exitCode, ended.stderr).toBe(0);
}
