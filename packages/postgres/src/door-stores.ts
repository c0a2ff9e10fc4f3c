import type {
  AccountStore,
  ApiKeyStore,
  AuditStore,
  BudgetStore,
  CredentialStore,
  EventStore,
  ExecutionQueue,
  ExecutionStore,
  GuessStore,
  InvitationStore,
  MessageStore,
  PairKeyStore,
  PasskeyStore,
  PasswordStore,
  PersonStore,
  ProjectSecretStore,
  ProjectStore,
  RepoStore,
  RequestStore,
  RightFeed,
  SettingsStore,
  SignedInStore,
  TaskChangeStore,
  TaskStore,
  TeamStore,
} from "@catalyst/core";
import type { GitHubAppStore, GitHubDeliveryStore, GitHubInstallationStore } from "@catalyst/core/forge";
import type { DestinationStore, NotificationStore, OutboxStore } from "@catalyst/core/notification";
import type { TriggerLog } from "@catalyst/core/trigger";
import type { Database } from "./database.ts";
import { postgresRightFeed } from "./feed/right-feed.ts";
import { postgresTaskChangeStore } from "./feed/task-change-store.ts";
import { postgresAccountStore } from "./stores/accounts/account-store.ts";
import { postgresCredentialStore } from "./stores/accounts/credential-store.ts";
import { postgresProjectSecretStore } from "./stores/accounts/project-secret-store.ts";
import { postgresRepoStore } from "./stores/accounts/repo-store.ts";
import { postgresSettingsStore } from "./stores/accounts/settings-store.ts";
import { postgresBudgetStore } from "./stores/executions/budget-store.ts";
import { postgresEventStore } from "./stores/executions/event-store.ts";
import { postgresExecutionQueue } from "./stores/executions/execution-queue.ts";
import { postgresExecutionStore } from "./stores/executions/execution-store.ts";
import { postgresGitHubAppStore } from "./stores/github/github-app-store.ts";
import { postgresGitHubDeliveryStore } from "./stores/github/github-delivery-store.ts";
import { postgresGitHubInstallationStore } from "./stores/github/github-installation-store.ts";
import { postgresApiKeyStore } from "./stores/keys/api-key-store.ts";
import { postgresDestinationStore } from "./stores/notifications/destination-store.ts";
import { postgresNotificationStore } from "./stores/notifications/notification-store.ts";
import { postgresOutboxStore } from "./stores/notifications/outbox-store.ts";
import { postgresPairKeyStore } from "./stores/pairs/pair-key-store.ts";
import { postgresAuditStore } from "./stores/people/audit-store.ts";
import { postgresGuessStore } from "./stores/people/guess-store.ts";
import { postgresInvitationStore } from "./stores/people/invitation-store.ts";
import { postgresPasskeyStore } from "./stores/people/passkey-store.ts";
import { postgresPasswordStore } from "./stores/people/password-store.ts";
import { postgresPersonStore } from "./stores/people/person-store.ts";
import { postgresSignedInStore } from "./stores/people/signed-in-store.ts";
import { postgresMessageStore } from "./stores/tasks/message-store.ts";
import { postgresRequestStore } from "./stores/tasks/request-store.ts";
import { postgresTaskStore } from "./stores/tasks/task-store.ts";
import { postgresProjectStore } from "./stores/teams/project-store.ts";
import { postgresTeamStore } from "./stores/teams/team-store.ts";
import { postgresTriggerLog } from "./stores/triggers/trigger-log.ts";

/** What every door works with: through it people ask for tasks, look at them, and keep keys and settings. */
export interface DoorStores {
  tasks: TaskStore;
  executions: ExecutionStore;
  queue: ExecutionQueue;
  events: EventStore;
  changes: TaskChangeStore;
  messages: MessageStore;
  budgets: BudgetStore;
  credentials: CredentialStore;
  secrets: ProjectSecretStore;
  accounts: AccountStore;
  repos: RepoStore;
  requests: RequestStore;
  rights: RightFeed;
  settings: SettingsStore;
  signedIn: SignedInStore;
  invitations: InvitationStore;
  people: PersonStore;
  passkeys: PasskeyStore;
  passwords: PasswordStore;
  guesses: GuessStore;
  audit: AuditStore;
  teams: TeamStore;
  projects: ProjectStore;
  keys: ApiKeyStore;
  destinations: DestinationStore;
  notifications: NotificationStore;
  outbox: OutboxStore;
  githubApps: GitHubAppStore;
  installations: GitHubInstallationStore;
  githubDeliveries: GitHubDeliveryStore;
  triggerLog: TriggerLog;
  pairKeys: PairKeyStore;
}

export function postgresDoorStores(database: Database): DoorStores {
  return {
    tasks: postgresTaskStore(database),
    executions: postgresExecutionStore(database),
    queue: postgresExecutionQueue(database),
    events: postgresEventStore(database),
    changes: postgresTaskChangeStore(database),
    messages: postgresMessageStore(database),
    budgets: postgresBudgetStore(database),
    credentials: postgresCredentialStore(database),
    secrets: postgresProjectSecretStore(database),
    accounts: postgresAccountStore(database),
    repos: postgresRepoStore(database),
    requests: postgresRequestStore(database),
    rights: postgresRightFeed(database),
    settings: postgresSettingsStore(database),
    signedIn: postgresSignedInStore(database),
    invitations: postgresInvitationStore(database),
    people: postgresPersonStore(database),
    passkeys: postgresPasskeyStore(database),
    passwords: postgresPasswordStore(database),
    guesses: postgresGuessStore(database),
    audit: postgresAuditStore(database),
    teams: postgresTeamStore(database),
    projects: postgresProjectStore(database),
    keys: postgresApiKeyStore(database),
    destinations: postgresDestinationStore(database),
    notifications: postgresNotificationStore(database),
    outbox: postgresOutboxStore(database),
    githubApps: postgresGitHubAppStore(database),
    installations: postgresGitHubInstallationStore(database),
    githubDeliveries: postgresGitHubDeliveryStore(database),
    triggerLog: postgresTriggerLog(database),
    pairKeys: postgresPairKeyStore(database),
  };
}
