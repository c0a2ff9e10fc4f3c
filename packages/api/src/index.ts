export { Agent, AgentFacts, CheckedAgent } from "./agents/agent.ts";
export { ApiError } from "./client/api-error.ts";
export type { ApiClient, CallOptions } from "./client/build-client.ts";
export { createClient } from "./client/create-client.ts";
export { type ApiRequest, type ApiResponse, fetchTransport, type Transport } from "./client/transport.ts";
export { IdempotencyHeaders, REPLAYED_HEADER } from "./contract/idempotency.ts";
export { MAX_NUMBER } from "./contract/page.ts";
export { PROBLEM_TYPE, Problem, type ProblemCode, STATUS_OF_CODE, STATUS_OF_PROBLEM } from "./contract/problem.ts";
export { queryOf } from "./contract/query.ts";
export {
  BASE_PATH,
  type Route,
  type RouteAnswer,
  type RouteInput,
  type RouteOutput,
  type RouteRequest,
} from "./contract/route.ts";
export { type Operation, ROUTES, type Routes } from "./contract/routes.ts";
export { type NeededScope, SCOPES } from "./contract/scopes.ts";
export { STREAM_END } from "./contract/stream.ts";
export { Way } from "./contract/way.ts";
export { Credential } from "./credentials/credential-routes.ts";
export { GitHubApp, GitHubFinding, GitHubInstallation, GitHubSetup } from "./github/app-routes.ts";
export { BegunGitHubLink } from "./github/link-routes.ts";
export { MissedRequest } from "./github/missed-routes.ts";
export { GitHubTrigger } from "./github/trigger-routes.ts";
export { GitHubWatch } from "./github/watch-routes.ts";
export { ApiKey, KeyScope } from "./keys/key-routes.ts";
export { Delivery, Destination, NotificationKind } from "./notifications/destination.ts";
export { Notification } from "./notifications/notification.ts";
export { NamedRepository, Repository } from "./repositories/repository.ts";
export { CheckedSettings } from "./settings/settings.ts";
export { TaskCounts } from "./tasks/count.ts";
export { Event } from "./tasks/event.ts";
export { listExecutions } from "./tasks/list-executions.ts";
export { TaskResult } from "./tasks/result.ts";
export { DaySpending } from "./tasks/spending.ts";
export { Step } from "./tasks/step.ts";
export { Execution, ListedTask, Task, TaskDetails, TaskStatus } from "./tasks/task.ts";
export { TaskChange } from "./tasks/task-change.ts";
export { TopicItem } from "./tasks/topic-item.ts";
export { Project } from "./teams/project-routes.ts";
export { Team, TeamMember } from "./teams/team-routes.ts";
export { awaitWish, type WishWatch } from "./wishes/await-wish.ts";
export { KeptKind, Wish } from "./wishes/wish.ts";
