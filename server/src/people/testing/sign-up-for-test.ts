import { ask } from "../../testing/ask.ts";
import type { TestServer } from "../../testing/start-test-server.ts";
import { type Browser, openBrowser } from "./browser.ts";

const PASSWORD = "correct horse battery";

/** Somebody new, who came in by an invitation of the owner's. */
export async function signUpForTest({ socketPath, url }: TestServer, login: string): Promise<Browser> {
  const answered = await ask(socketPath, {
    method: "POST",
    path: "/api/v1/invitations",
    body: JSON.stringify({ name: login }),
    headers: { "content-type": "application/json" },
  });
  const token = new URL(JSON.parse(answered.text).url).searchParams.get("token") as string;
  const browser = openBrowser(url);
  const form = { token, way: "password", name: login, login, email: `${login}@example.com`, password: PASSWORD };
  const response = await browser.submit("/sign-in/invitation", form);
  if (response.status !== 303) {
    throw new Error(`signing up ${login}: ${response.status} ${await response.text()}`);
  }
  return browser;
}

/** The login of whoever is signed in, or why nobody is. */
export async function whoIs(browser: Browser): Promise<string | number> {
  const response = await browser.get("/api/v1/me");
  return response.ok ? ((await response.json()) as { login: string }).login : response.status;
}
