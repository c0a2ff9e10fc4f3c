import type { Page } from "@playwright/test";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../open-browser.ts";
import { createTestHome, type TestHome } from "../start-catalyst.ts";

const PATIENCE_MILLISECONDS = 180_000;

let home: TestHome;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let page: Page;
/** What the browser complained of: a policy that forbids what the page needs shows nowhere else. */
const complaints: string[] = [];

beforeAll(async () => {
  home = await createTestHome();
  [browser] = await Promise.all([openBrowser(), home.up()]);
  page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MILLISECONDS);
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
});
afterAll(async () => {
  await browser?.close();
  await home?.remove();
});

/** A device that knows its owner, as a laptop with a fingerprint reader. */
async function plugInAuthenticator(): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test("in a real browser a passkey is added, signs in, and is removed", async () => {
  await plugInAuthenticator();
  const { stdout } = await home.run(["open"]);
  await page.goto(/http:\/\/localhost:\S+/.exec(stdout)?.[0] as string);
  await page.getByText("You are signed in").waitFor();
  await page.getByLabel("What you call it").fill("My laptop");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("My laptop, since").waitFor();

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByText("You are signed in").waitFor();
  expect(complaints).toEqual([]);

  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByText("My laptop, since").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByRole("alert").filter({ hasText: "Passkey not found" }).waitFor();
  expect(page.url()).toContain("/sign-in");
});

test("where there are no passkeys, the page offers none", async () => {
  const without = await browser.newPage();
  await without.addInitScript("delete window.PublicKeyCredential");
  await without.goto(new URL("/sign-in", page.url()).href);
  await without.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  expect(await without.getByRole("button", { name: "Sign in with a passkey" }).isVisible()).toBe(false);
  await without.close();
});
