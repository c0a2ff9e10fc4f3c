import { createHash } from "node:crypto";
import { html } from "hono/html";
import type { ServerDeps } from "../../server-deps.ts";
import { githubId } from "../auth/github.ts";
import { signInByPasskeyForm } from "../passkeys/passkey-forms.ts";
import { askAs, formOf, type PageContext, passOnRefusal, reasonOf, sendOn } from "./ask.ts";
import { page, pathHere } from "./page.ts";

const GITHUB_FAILED = "GitHub didn't say who you are. Try again in a moment.";
const PROBLEMS: Record<string, string> = {
  INVALID_TOKEN: "That link was used or has expired. Whoever runs the server gets another by: catalyst open",
  sign_up_closed: "Nobody here has that account, and signing up takes an invitation.",
  account_already_linked_to_different_user: "That account at GitHub is somebody else's here.",
  invalid_code: GITHUB_FAILED,
  unable_to_get_user_info: GITHUB_FAILED,
  account_not_linked: "Somebody here has that address already. Sign in as them, then link the account.",
};

export async function showSignIn(context: PageContext, deps: ServerDeps): Promise<Response> {
  const problem = context.req.query("error");
  return context.html(
    signInPage(deps, {
      next: pathHere(context.req.query("next"), deps.signIn.landing()),
      problem: problem === undefined ? null : (PROBLEMS[problem] ?? "Signing in failed."),
    }),
  );
}

function signInPage({ signIn }: ServerDeps, { next, problem }: { next: string; problem: string | null }) {
  const github = html`<form method="post" action="/sign-in/github">
<input type="hidden" name="next" value="${next}"><button>Sign in with GitHub</button></form>`;
  return page(
    "Sign in",
    html`${problem === null ? "" : html`<p role="alert">${problem}</p>`}
${signIn.github === null ? "" : github}
<form method="post" action="/sign-in">
<input type="hidden" name="next" value="${next}">
<p><label>Login or e-mail <input name="name" autocomplete="username" required maxlength="320"></label>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required maxlength="128"></label>
<p><button class="first">Sign in</button>
</form>
${signInByPasskeyForm(next)}
<p>On the server's own machine its owner needs none of these: <code>catalyst open</code> prints a link that signs them in.`,
  );
}

export async function signInByPassword(context: PageContext, deps: ServerDeps): Promise<Response> {
  const { name = "", password = "", next } = await formOf(context);
  const email = await addressOf(name, deps);
  const response = await askAs({ context, path: "/sign-in/email", body: { email, password } }, deps);
  if (response.ok) {
    return sendOn(context, { to: pathHere(next, deps.signIn.landing()), cookies: response });
  }
  passOnRefusal(context, response);
  return context.html(
    signInPage(deps, { next: pathHere(next, deps.signIn.landing()), problem: await reasonOf(response) }),
  );
}

/** Of whoever isn't here an address of their own, so that guesses are counted for each as if they were. */
async function addressOf(name: string, { people }: ServerDeps): Promise<string> {
  if (name.includes("@")) {
    return name;
  }
  const login = name.toLowerCase();
  const nobody = `nobody-${createHash("sha256").update(login).digest("hex").slice(0, 32)}@accounts.invalid`;
  return (await people.findByLogin(login))?.email ?? nobody;
}

/** To GitHub, and back as whoever has that account here. */
export function signInByGithub(context: PageContext, deps: ServerDeps, next: unknown): Promise<Response> {
  return goToGithub({ context, path: "/sign-in/social", next: pathHere(next, deps.signIn.landing()) }, deps);
}

/** To GitHub, and back with that account as theirs who are signed in. */
export function linkGithub(context: PageContext, deps: ServerDeps): Promise<Response> {
  return goToGithub({ context, path: "/link-social", next: "/sign-in/done" }, deps);
}

interface Trip {
  context: PageContext;
  path: "/sign-in/social" | "/link-social";
  /** Where it ends. */
  next: string;
}

async function goToGithub({ context, path, next }: Trip, deps: ServerDeps): Promise<Response> {
  const { github } = deps.signIn;
  if (github === null) {
    return context.redirect("/sign-in", 303);
  }
  const body = {
    provider: githubId(github),
    callbackURL: next,
    errorCallbackURL: "/sign-in",
    disableRedirect: true,
  };
  const response = await askAs({ context, path, body }, deps);
  const { url } = (await response.json().catch(() => ({}))) as { url?: string };
  return url === undefined
    ? context.redirect("/sign-in?error=refused", 303)
    : sendOn(context, { to: url, cookies: response });
}
