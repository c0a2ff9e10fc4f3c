import { acceptInvitation, CatalystError, cleanDisplayName, hashOfInvitation, type Invitation } from "@catalyst/core";
import { setCookie } from "hono/cookie";
import { html } from "hono/html";
import { z } from "zod";
import type { ServerDeps } from "../../server-deps.ts";
import { invitationCookie } from "../auth/sign-up-gate.ts";
import { askAs, formOf, type PageContext, passOnRefusal, personOf, reasonOf, sendOn } from "./ask.ts";
import { page, problemOf } from "./page.ts";
import { signInByGithub } from "./sign-in-page.ts";

const COOKIE_SECONDS = 600;
const MAX_EMAIL = 320;
const CLOSED = "That link was used, was withdrawn, or has expired. Ask for another.";

/** The invitation of a link, and how to accept it. */
export async function showInvitation(
  context: PageContext,
  deps: ServerDeps,
  problem: string | null = null,
): Promise<Response> {
  const token = context.req.query("token") ?? "";
  const invitation = await deps.invitations.find(hashOfInvitation(token));
  if (invitation === null) {
    return context.html(page("Invitation", html`<p>${CLOSED}`), 404);
  }
  const person = await personOf(context, deps);
  const inviter = (await deps.people.find(invitation.invitedBy))?.name ?? "Somebody";
  const whereto = await wheretoOf(invitation, deps);
  return context.html(
    page(
      "Invitation",
      html`${problem === null ? "" : html`<p role="alert">${problem}</p>`}
<p>${inviter} invites ${invitation.name} ${whereto}.
${person === null ? waysToSignUp(token, invitation, deps) : accept(token, person.login)}`,
    ),
  );
}

/** By the team's name, as far as whoever invited is in it. */
async function wheretoOf({ teamId, role, invitedBy }: Invitation, { teams }: ServerDeps): Promise<string> {
  if (teamId === null) {
    return "to this server";
  }
  const team = (await teams.list(invitedBy)).find(({ id }) => id === teamId);
  return `into ${team === undefined ? "a team" : `the team ${team.name}`}, as ${role}`;
}

function accept(token: string, login: string) {
  return html`<form method="post" action="/sign-in/invitation"><input type="hidden" name="token" value="${token}">
<button class="first" name="way" value="accept">Accept as ${login}</button></form>`;
}

function waysToSignUp(token: string, { name }: Invitation, { signIn }: ServerDeps) {
  const github = html`<form method="post" action="/sign-in/invitation"><input type="hidden" name="token" value="${token}">
<button name="way" value="github">Go on with GitHub</button></form>`;
  return html`${signIn.github === null ? "" : github}
<form method="post" action="/sign-in/invitation"><input type="hidden" name="token" value="${token}">
<p><label>Your name <input name="name" value="${name}" required maxlength="100" autocomplete="name"></label>
<p><label>Login: small letters, digits and hyphens
<input name="login" required maxlength="39" pattern="[a-z0-9](-?[a-z0-9])*" autocomplete="username"></label>
<p><label>E-mail <input name="email" type="email" required maxlength="320" autocomplete="email"></label>
<p><label>Password, 12 characters or more
<input name="password" type="password" required minlength="12" maxlength="128" autocomplete="new-password"></label>
<p><button class="first" name="way" value="password">Sign up</button></form>
<p>Somebody here already? <a href="/sign-in">Sign in</a>, then open the link again.`;
}

export async function answerInvitation(context: PageContext, deps: ServerDeps): Promise<Response> {
  const form = await formOf(context);
  const { token = "", way } = form;
  switch (way) {
    case "accept":
      return acceptAs(context, deps, token);
    case "github":
      setCookie(context, invitationCookie(deps.signIn.cookiePrefix), token, {
        httpOnly: true,
        sameSite: "Lax",
        path: "/",
        maxAge: COOKIE_SECONDS,
        secure: deps.signIn.publicUrl().startsWith("https:"),
      });
      return signInByGithub(context, deps, deps.signIn.landing());
    default:
      return signUp(context, deps, form);
  }
}

async function acceptAs(context: PageContext, deps: ServerDeps, token: string): Promise<Response> {
  const person = await personOf(context, deps);
  if (person === null) {
    return context.redirect("/sign-in", 303);
  }
  try {
    await acceptInvitation({ token, userId: person.id }, deps);
  } catch (error) {
    if (!(error instanceof CatalystError)) {
      throw error;
    }
    return context.html(page("Invitation", html`<p>${error.message}`), 404);
  }
  return context.html(page("Invitation", html`<p>Accepted. <a href="${deps.signIn.landing()}">Go on</a>`));
}

/** What is wrong with it, or the name and the address as they are stored. */
function readSignUp({ name = "", email = "" }: Record<string, string>): string | { name: string; email: string } {
  const address = z.email().max(MAX_EMAIL).safeParse(email);
  if (!address.success) {
    return "Signing up failed: that is no e-mail address.";
  }
  try {
    return { name: cleanDisplayName(name, "Signing up"), email: address.data };
  } catch (error) {
    return problemOf(error);
  }
}

async function signUp(context: PageContext, deps: ServerDeps, form: Record<string, string>): Promise<Response> {
  const { token = "", login = "", password = "" } = form;
  // Before anything else is looked at: whether somebody has an address is told to who may sign up alone.
  if ((await deps.invitations.find(hashOfInvitation(token))) === null) {
    return context.html(page("Invitation", html`<p role="alert">${CLOSED}`), 403);
  }
  const said = readSignUp(form);
  if (typeof said === "string") {
    return context.html(page("Invitation", html`<p role="alert">${said}<p>Go back and mend it.`), 400);
  }
  const cookies = `${invitationCookie(deps.signIn.cookiePrefix)}=${token}`;
  const body = { ...said, login, password };
  const response = await askAs({ context, path: "/sign-up/email", body, cookies }, deps);
  if (response.ok) {
    return sendOn(context, { to: deps.signIn.landing(), cookies: response });
  }
  const problem = await reasonOf(response);
  passOnRefusal(context, response);
  return context.html(page("Invitation", html`<p role="alert">${problem}<p>Go back and mend it.`));
}
