import { z } from "zod";
import { PageQuery, pageOf } from "../contract/page.ts";
import { defineRoute } from "../contract/route.ts";
import { AuditEntry, Invitation, Link, Me, Person, Session } from "./people.ts";

const Login = z
  .string()
  .min(1)
  .max(255)
  .refine((text) => !text.includes("\0"), "must not contain NUL");

export const PEOPLE_ROUTES = {
  getMe: defineRoute({
    method: "get",
    path: "/me",
    operationId: "getMe",
    summary: "Who asks",
    request: {},
    response: { status: 200, description: "As whom the server knows who asks", schema: Me },
    errors: ["not_found"],
  }),
  listSessions: defineRoute({
    method: "get",
    path: "/sessions",
    operationId: "listSessions",
    summary: "Where one is signed in",
    request: {},
    response: { status: 200, description: "One's own, the newest first", schema: z.object({ data: z.array(Session) }) },
    errors: [],
  }),
  endSession: defineRoute({
    method: "delete",
    path: "/sessions/{session}",
    operationId: "endSession",
    summary: "Sign out in one place",
    request: { params: z.strictObject({ session: z.uuid() }) },
    response: { status: 204, description: "It counts for nothing any more, and streams that it follows end" },
    errors: ["not_found"],
  }),
  createSignInLink: defineRoute({
    method: "post",
    path: "/sign-in-links",
    operationId: "createSignInLink",
    summary: "A link that signs in as the machine's owner, once, within an hour; over the owner's socket only",
    isSecret: true,
    request: {},
    response: { status: 201, description: "The link", schema: Link },
    errors: ["unsupported"],
  }),
  listPeople: defineRoute({
    method: "get",
    path: "/people",
    operationId: "listPeople",
    summary: "Who may sign in here; over the owner's socket only",
    request: {},
    response: { status: 200, description: "By their logins", schema: z.object({ data: z.array(Person) }) },
    errors: [],
  }),
  removePerson: defineRoute({
    method: "delete",
    path: "/people/{login}",
    operationId: "removePerson",
    summary: "Remove somebody: what they own goes to the heir, or ends; over the owner's socket only",
    request: { params: z.strictObject({ login: Login }), query: z.strictObject({ heir: Login.optional() }) },
    response: { status: 204, description: "They are signed out everywhere, and their keys are gone" },
    errors: ["not_found", "conflict"],
  }),
  listInvitations: defineRoute({
    method: "get",
    path: "/invitations",
    operationId: "listInvitations",
    summary: "Invitations to the server that nobody has accepted; over the owner's socket only",
    request: {},
    response: { status: 200, description: "The newest first", schema: z.object({ data: z.array(Invitation) }) },
    errors: [],
  }),
  createInvitation: defineRoute({
    method: "post",
    path: "/invitations",
    operationId: "createInvitation",
    summary: "Invite somebody to the server: whoever opens the link first signs up; over the owner's socket only",
    isSecret: true,
    request: { body: z.strictObject({ name: z.string().min(1).max(255) }).meta({ id: "NewInvitation" }) },
    response: {
      status: 201,
      description: "The invitation, and its link",
      schema: z.object({ invitation: Invitation, url: z.url() }),
    },
    errors: ["unsupported"],
  }),
  removeInvitation: defineRoute({
    method: "delete",
    path: "/invitations/{invitation}",
    operationId: "removeInvitation",
    summary: "Withdraw an invitation; over the owner's socket only",
    request: { params: z.strictObject({ invitation: z.uuid() }) },
    response: { status: 204, description: "Its link is worth nothing any more" },
    errors: ["not_found"],
  }),
  listAudit: defineRoute({
    method: "get",
    path: "/audit",
    operationId: "listAudit",
    summary: "Who signed in, failed to, was invited, was removed; over the owner's socket only",
    request: { query: PageQuery },
    response: { status: 200, description: "The newest first", schema: pageOf(AuditEntry) },
    errors: [],
  }),
};
