import type { Operation, Routes } from "./routes.ts";

/** Where a client finds what it asks for. */
export interface Door {
  method: string;
  /** Below `BASE_PATH`, with `{parameters}`. */
  path: string;
  isStream?: true;
}

type DoorOf<Name extends Operation> = Pick<Routes[Name], "method" | "path"> &
  (Routes[Name]["response"] extends { isStream: true } ? { isStream: true } : object);

/** The places of all routes, without their schemas: those cost a short-lived client most of its start. */
export const DOORS = {
  listTasks: { method: "get", path: "/tasks" },
  getTask: { method: "get", path: "/tasks/{task}" },
  listExecutions: { method: "get", path: "/tasks/{task}/executions" },
  getUsage: { method: "get", path: "/tasks/{task}/usage" },
  listChanges: { method: "get", path: "/tasks/{task}/changes" },
  listEvents: { method: "get", path: "/executions/{execution}/events" },
  cancelTask: { method: "post", path: "/tasks/{task}/cancel" },
  createTask: { method: "post", path: "/tasks" },
  approvePlan: { method: "post", path: "/tasks/{task}/approve" },
  rejectPlan: { method: "post", path: "/tasks/{task}/reject" },
  retryTask: { method: "post", path: "/tasks/{task}/retry" },
  resumeTask: { method: "post", path: "/tasks/{task}/resume" },
  sendMessage: { method: "post", path: "/tasks/{task}/messages" },
  publishTask: { method: "post", path: "/tasks/{task}/publish" },
  streamEvents: { method: "get", path: "/executions/{execution}/events/stream", isStream: true },
  streamTaskChanges: { method: "get", path: "/tasks/{task}/changes/stream", isStream: true },
  streamChanges: { method: "get", path: "/changes/stream", isStream: true },
  listCredentials: { method: "get", path: "/credentials" },
  addCredential: { method: "post", path: "/credentials" },
  removeCredential: { method: "delete", path: "/credentials/{credential}" },
  testCredential: { method: "post", path: "/credentials/{credential}/test" },
  rotateKeys: { method: "post", path: "/credentials/rotate" },
  listRepositories: { method: "get", path: "/repositories" },
  registerRepository: { method: "post", path: "/repositories" },
  putDefaultBranch: { method: "put", path: "/repositories/{repository}/default-branch" },
  checkSettings: { method: "post", path: "/repositories/{repository}/settings/check" },
  listSecrets: { method: "get", path: "/repositories/{repository}/secrets" },
  putSecret: { method: "put", path: "/repositories/{repository}/secrets/{name}" },
  removeSecret: { method: "delete", path: "/repositories/{repository}/secrets/{name}" },
  getSettings: { method: "get", path: "/settings" },
  putSetting: { method: "put", path: "/settings/{setting}" },
  unsetSetting: { method: "delete", path: "/settings/{setting}" },
  listTeams: { method: "get", path: "/teams" },
  createTeam: { method: "post", path: "/teams" },
  renameTeam: { method: "patch", path: "/teams/{team}" },
  listMembers: { method: "get", path: "/teams/{team}/members" },
  changeMember: { method: "patch", path: "/teams/{team}/members/{login}" },
  removeMember: { method: "delete", path: "/teams/{team}/members/{login}" },
  listProjects: { method: "get", path: "/projects" },
  createProject: { method: "post", path: "/projects" },
  renameProject: { method: "patch", path: "/projects/{project}" },
  listApiKeys: { method: "get", path: "/api-keys" },
  createApiKey: { method: "post", path: "/api-keys" },
  removeApiKey: { method: "delete", path: "/api-keys/{key}" },
  listAgents: { method: "get", path: "/agents" },
  installAgent: { method: "post", path: "/agents/{agent}/install" },
  checkAgent: { method: "post", path: "/agents/{agent}/check" },
  validateAgent: { method: "post", path: "/agents/validate" },
  clean: { method: "post", path: "/clean" },
  dropSetups: { method: "post", path: "/clean/setups" },
  listKept: { method: "get", path: "/kept" },
  getWish: { method: "get", path: "/wishes/{wish}" },
  streamWish: { method: "get", path: "/wishes/{wish}/stream", isStream: true },
  getMe: { method: "get", path: "/me" },
  listSessions: { method: "get", path: "/sessions" },
  endSession: { method: "delete", path: "/sessions/{session}" },
  createSignInLink: { method: "post", path: "/sign-in-links" },
  listPeople: { method: "get", path: "/people" },
  removePerson: { method: "delete", path: "/people/{login}" },
  listInvitations: { method: "get", path: "/invitations" },
  createInvitation: { method: "post", path: "/invitations" },
  removeInvitation: { method: "delete", path: "/invitations/{invitation}" },
  listAudit: { method: "get", path: "/audit" },
  getHealth: { method: "get", path: "/health" },
  getMachine: { method: "get", path: "/machine" },
  getContract: { method: "get", path: "/openapi.json" },
} satisfies { [Name in Operation]: DoorOf<Name> } as Record<Operation, Door>;
