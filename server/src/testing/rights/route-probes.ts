import type { Operation } from "@catalyst/api";

/** What is a team's, or isn't there at all. */
export interface Ids {
  task: string;
  execution: string;
  repository: string;
  /** Its name, and its id. */
  project: string;
  projectId: string;
  team: string;
  /** These are the owner's alone. */
  wish: string;
  session: string;
  apiKey: string;
  destination: string;
  delivery: string;
}

/** How a route is tried, and how it answers whom. */
export interface Probe {
  request: (ids: Ids) => object;
  /**
   * `+`: it isn't refused for want of a right; `-`: forbidden; `?`: not found, in the words for what isn't there. In the order: owner,
   * admin, member and viewer of a team; owner of another team; the machine's owner, who is in no team; keys of the team's owner for
   * everything, as owner, admin, member and viewer.
   */
  row: string;
}

const ofTask = (row: string, body?: object): Probe => ({
  request: ({ task }) => ({ params: { task }, ...(body === undefined ? {} : { body }) }),
  row,
});
const ofExecution = (row: string): Probe => ({ request: ({ execution }) => ({ params: { execution } }), row });
const ofRepository = (row: string, more: { params?: object; body?: object } = {}): Probe => ({
  request: ({ repository }) => ({ ...more, params: { repository, ...more.params } }),
  row,
});
const ofProject = (row: string, more: { params?: object; body?: object } = {}): Probe => ({
  request: ({ project }) => ({ ...more, query: { project } }),
  row,
});
const ofTeam = (row: string, more: { params?: object; body?: object } = {}): Probe => ({
  request: ({ team }) => ({ ...more, params: { team, ...more.params } }),
  row,
});
const said = (row: string, request: object = {}): Probe => ({ request: () => request, row });

const MEMBERS = "+++- ? ? +++-";
const ADMINS = "++-- ? ? ++--";
const ALL_OF_TEAM = "++++ ? ? ++++";
const EVERYBODY = "++++ + + ++++";
const PEOPLE = "++++ + + ----";
const MACHINE = "---- - + ----";
/** Keys for everything of whoever owns it. */
const WHOLE_KEYS = "++++ + + +---";
const OWN_KEYS = "++++ + + ++--";
/** Admins and owners, signed in: no key tells anybody anything. */
const TEAM_KEEPERS = "++-- ? ? ----";
const ONLY_THEIRS = "+??? ? ? ----";

const ofDestination = (more: { body?: object } = {}): Probe => ({
  request: ({ destination }) => ({ ...more, params: { destination } }),
  row: ONLY_THEIRS,
});

const NEW_DESTINATION = { name: "CI", url: "https://example.com/hooks" };
const URL_OF_REPOSITORY = { kind: "url", url: "https://example.com/shop" };
const SOURCE = { kind: "prompt", text: "Fix it" };
const SECRET = { params: { name: "NPM_TOKEN" } };
const CREDENTIAL = { params: { credential: "openai" } };
const SETTING = { params: { setting: "timeoutMinutes" } };
const MEMBER = { params: { login: "temp" } };
const NEW_CREDENTIAL = { provider: "anthropic", key: "sk-ant-0123456789", replace: true };

/** Every route: a new one doesn't compile before it is said here how it is tried, and who may. */
export const PROBES: Record<Operation, Probe[]> = {
  listTasks: [said(EVERYBODY), ofProject(ALL_OF_TEAM)],
  getTask: [ofTask(ALL_OF_TEAM)],
  listExecutions: [ofTask(ALL_OF_TEAM)],
  getDiff: [ofTask(ALL_OF_TEAM)],
  getUsage: [ofTask(ALL_OF_TEAM)],
  listChanges: [ofTask(ALL_OF_TEAM)],
  listEvents: [ofExecution(ALL_OF_TEAM)],
  countTasks: [said(EVERYBODY), ofProject(ALL_OF_TEAM)],
  listSpending: [said(EVERYBODY), ofProject(ALL_OF_TEAM)],
  listSteps: [ofExecution(ALL_OF_TEAM)],
  findEvents: [{ request: ({ execution }) => ({ params: { execution }, query: { q: "error" } }), row: ALL_OF_TEAM }],
  streamEvents: [ofExecution(ALL_OF_TEAM)],
  streamTaskChanges: [ofTask(ALL_OF_TEAM)],
  streamChanges: [
    said(EVERYBODY, { query: { after: 0 } }),
    { request: ({ project }) => ({ query: { after: 0, project } }), row: ALL_OF_TEAM },
  ],
  streamTopics: [
    said(EVERYBODY, { query: { topics: "tasks@0" } }),
    { request: ({ task }) => ({ query: { topics: `tasks,task:${task}` } }), row: ALL_OF_TEAM },
    said(PEOPLE, { query: { topics: "notifications@0" } }),
    { request: ({ project }) => ({ query: { topics: `notifications:${project}@0` } }), row: "++++ ? ? ----" },
    { request: ({ execution }) => ({ query: { topics: `execution:${execution}` } }), row: ALL_OF_TEAM },
    { request: ({ project }) => ({ query: { topics: `tasks:${project}@0` } }), row: ALL_OF_TEAM },
  ],
  createTask: [
    {
      request: ({ project }) => ({ body: { project, repository: URL_OF_REPOSITORY, source: SOURCE } }),
      row: MEMBERS,
    },
    said("++++ + + +++-", { body: { repository: URL_OF_REPOSITORY, source: SOURCE } }),
    said(MACHINE, { body: { repository: { kind: "folder", path: "/srv/shop", head: null }, source: SOURCE } }),
  ],
  sendMessage: [ofTask(MEMBERS, { text: "Also the docs" })],
  approvePlan: [ofTask(MEMBERS, {})],
  rejectPlan: [ofTask(MEMBERS, { feedback: "Another one" })],
  retryTask: [ofTask(MEMBERS, {})],
  resumeTask: [ofTask(MEMBERS, { usd: null, tokens: null })],
  updateBranch: [ofTask(MEMBERS, {})],
  publishTask: [ofTask(MEMBERS, {})],
  cancelTask: [ofTask(MEMBERS)],
  archiveTask: [ofTask(MEMBERS)],
  unarchiveTask: [ofTask(MEMBERS)],
  listRepositories: [said(EVERYBODY), ofProject(ALL_OF_TEAM)],
  registerRepository: [
    { request: ({ project }) => ({ body: { project, repository: URL_OF_REPOSITORY } }), row: ADMINS },
    said(MACHINE, { body: { repository: { kind: "folder", path: "/srv/shop" } } }),
  ],
  putDefaultBranch: [ofRepository(ADMINS, { body: { branch: "main" } })],
  checkSettings: [ofRepository(ALL_OF_TEAM, { body: { base: "main" } })],
  listSecrets: [ofRepository(ALL_OF_TEAM)],
  putSecret: [ofRepository(ADMINS, { ...SECRET, body: { value: "canary-canary" } })],
  removeSecret: [ofRepository(ADMINS, SECRET)],
  getSettings: [said(EVERYBODY), ofProject(ALL_OF_TEAM)],
  putSetting: [
    said(OWN_KEYS, { ...SETTING, body: { value: 5 } }),
    ofProject(ADMINS, { ...SETTING, body: { value: 5 } }),
  ],
  unsetSetting: [said(OWN_KEYS, SETTING), ofProject(ADMINS, SETTING)],
  listCredentials: [said(WHOLE_KEYS), ofProject(ALL_OF_TEAM)],
  addCredential: [
    said(WHOLE_KEYS, { body: NEW_CREDENTIAL }),
    { request: ({ project }) => ({ body: { ...NEW_CREDENTIAL, project } }), row: ADMINS },
  ],
  signInToChatGpt: [said(PEOPLE, { body: {} })],
  removeCredential: [said(WHOLE_KEYS, CREDENTIAL), ofProject(ADMINS, CREDENTIAL)],
  openCredential: [
    said(WHOLE_KEYS, { ...CREDENTIAL, body: { isOpen: true } }),
    ofProject(ADMINS, { ...CREDENTIAL, body: { isOpen: true } }),
  ],
  testCredential: [said(WHOLE_KEYS, CREDENTIAL), ofProject(ADMINS, CREDENTIAL)],
  rotateKeys: [said(MACHINE)],
  listPairs: [said(MACHINE)],
  rotatePair: [said(MACHINE, { params: { pair: "worker" } })],
  listTeams: [said(EVERYBODY)],
  createTeam: [said(PEOPLE, { body: { slug: "taken" } })],
  renameTeam: [ofTeam(ADMINS, { body: { name: "A team" } })],
  listMembers: [ofTeam(ALL_OF_TEAM)],
  changeMember: [ofTeam(ADMINS, { ...MEMBER, body: { role: "member" } })],
  removeMember: [ofTeam(ADMINS, MEMBER)],
  listProjects: [said(EVERYBODY)],
  createProject: [
    said(WHOLE_KEYS, { body: { slug: "mine" } }),
    { request: ({ team }) => ({ body: { slug: "shop", team } }), row: ADMINS },
  ],
  renameProject: [
    { request: ({ projectId: project }) => ({ params: { project }, body: { slug: "web" } }), row: ADMINS },
  ],
  listApiKeys: [said(PEOPLE)],
  createApiKey: [
    said(PEOPLE, { body: { name: "CI", scopes: ["tasks:read"] } }),
    {
      request: ({ team }) => ({ body: { name: "CI of the team", scopes: ["tasks:read"], team } }),
      row: "++++ ? ? ----",
    },
  ],
  removeApiKey: [{ request: ({ apiKey: key }) => ({ params: { key } }), row: ONLY_THEIRS }],
  getGitHubSetup: [said(PEOPLE)],
  listGitHubApps: [said(MACHINE)],
  addGitHubApp: [said(MACHINE, { body: { appId: 7, slug: "catalyst", privateKey: "none" } })],
  convertGitHubManifest: [said(MACHINE, { body: { code: "none" } })],
  changeGitHubApp: [said(MACHINE, { params: { app: "00000000-0000-4000-8000-000000000000" }, body: {} })],
  lookAtGitHubInstallations: [said(MACHINE, { params: { app: "00000000-0000-4000-8000-000000000000" } })],
  inspectGitHub: [said(MACHINE, { body: {} })],
  findMissedRequests: [said(MACHINE, { body: {} })],
  beginMissedRequests: [said(MACHINE, { body: { chosen: [] } })],
  removeGitHubApp: [said(MACHINE, { params: { app: "00000000-0000-4000-8000-000000000000" } })],
  listGitHubTriggers: [said(EVERYBODY), ofProject(ALL_OF_TEAM)],
  getSignOff: [said(PEOPLE)],
  putSignOff: [said(PEOPLE, { body: { name: "Ann", email: "ann@example.com" } })],
  removeSignOff: [said(PEOPLE)],
  listGitHubWatches: [said(PEOPLE)],
  watchGitHubRepository: [said(MACHINE, { body: { repository: { owner: "acme", name: "shop" }, token: "none" } })],
  unwatchGitHubRepository: [said("++++ + + ----", { params: { watch: "00000000-0000-4000-8000-000000000000" } })],
  listGitHubLinks: [said(PEOPLE)],
  beginGitHubLink: [said(PEOPLE, { body: {} })],
  finishGitHubLink: [said(PEOPLE, { body: { pending: "none" } })],
  removeGitHubLinks: [said(PEOPLE)],
  listDestinations: [said(PEOPLE), { request: ({ team }) => ({ query: { team } }), row: TEAM_KEEPERS }],
  createDestination: [
    said(PEOPLE, { body: NEW_DESTINATION }),
    {
      request: ({ project }) => ({ body: { ...NEW_DESTINATION, name: "of the project", project } }),
      row: "++++ ? ? ----",
    },
    {
      request: ({ team }) => ({ body: { ...NEW_DESTINATION, name: "of the team", team } }),
      row: TEAM_KEEPERS,
    },
  ],
  changeDestination: [ofDestination({ body: { kinds: ["failed"] } })],
  rotateDestinationSecret: [ofDestination()],
  testDestination: [ofDestination()],
  listDeliveries: [ofDestination()],
  resendDelivery: [{ request: ({ delivery }) => ({ params: { delivery } }), row: ONLY_THEIRS }],
  removeDestination: [ofDestination()],
  listNotifications: [said(PEOPLE), ofProject("++++ ? ? ----")],
  markNotificationsRead: [said(PEOPLE, { body: { upTo: 0 } })],
  listAgents: [said(EVERYBODY)],
  validateAgent: [said(EVERYBODY, { body: { agent: "mine", path: "/srv/mine.yaml", text: "a: 1" } })],
  installAgent: [said(MACHINE, { params: { agent: "aider" }, body: {} })],
  checkAgent: [said(MACHINE, { params: { agent: "aider" } })],
  clean: [said(MACHINE, { body: {} })],
  dropSetups: [
    { request: ({ repository }) => ({ body: { repository } }), row: "++-- ? ? ----" },
    said(MACHINE, { body: {} }),
  ],
  listKept: [said(MACHINE)],
  getWish: [{ request: ({ wish }) => ({ params: { wish } }), row: ONLY_THEIRS }],
  streamWish: [{ request: ({ wish }) => ({ params: { wish } }), row: ONLY_THEIRS }],
  getMe: [said(EVERYBODY)],
  listSessions: [said(PEOPLE)],
  endSession: [{ request: ({ session }) => ({ params: { session } }), row: ONLY_THEIRS }],
  createSignInLink: [said(MACHINE)],
  listPeople: [said(MACHINE)],
  removePerson: [said(MACHINE, { params: { login: "nobody" } })],
  createResetLink: [said(MACHINE, { params: { login: "nobody" } })],
  listInvitations: [said(MACHINE)],
  createInvitation: [said(MACHINE, { body: { name: "Dan" } })],
  removeInvitation: [said(MACHINE, { params: { invitation: "019a0000-0000-7000-8000-000000000000" } })],
  listTeamInvitations: [ofTeam("++-- ? ? ----")],
  inviteMember: [
    ofTeam("++-- ? ? ----", { body: { name: "Dan", role: "viewer" } }),
    ofTeam("+--- ? ? ----", { body: { name: "Dan", role: "owner" } }),
  ],
  removeTeamInvitation: [ofTeam("++-- ? ? ----", { params: { invitation: "019a0000-0000-7000-8000-000000000000" } })],
  listAudit: [{ request: ({ team }) => ({ query: { team } }), row: ADMINS }, said(MACHINE)],
  noteMeasurements: [said(PEOPLE, { body: { eventDisplaySeconds: [0.5] } })],
  getHealth: [said(EVERYBODY)],
  getMachine: [said(EVERYBODY)],
  getContract: [said(EVERYBODY)],
};
