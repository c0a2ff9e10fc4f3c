export * from "./account/index.ts";
export type { Keeper } from "./account/keeper.ts";
export type { AgentCatalog, CatalogEntry } from "./agent/agent-catalog.ts";
export { AgentConfig, Hooks, ProjectBudgets } from "./agent/agent-config.ts";
export { AgentFacts, CheckedDefinition, KnownAgent, StartedAgent } from "./agent/agent-facts.ts";
export { AgentFile, PROJECT_AGENTS_FOLDER, projectAgentPath } from "./agent/agent-file.ts";
export { AgentId } from "./agent/agent-id.ts";
export { GitHubConfig } from "./agent/github-config.ts";
export type { InstallRecipe } from "./agent/install-recipe.ts";
export { pickInstallVariables } from "./agent/install-variables.ts";
export { SessionId } from "./agent/session-id.ts";
export { MAX_SESSION_BYTES, type SessionStore } from "./agent/session-store.ts";
export * from "./budget/index.ts";
export { CatalystError } from "./catalyst-error.ts";
export { CatalystErrorCode } from "./catalyst-error-code.ts";
export * from "./credential/index.ts";
export * from "./environment/index.ts";
export { countUsage } from "./event/count-usage.ts";
export {
  AgentOutcome,
  type AppendedEvents,
  BesideCommit,
  type CallEdit,
  DOING_EVENTS,
  EventSource,
  type EventStore,
  ExecutionEvent,
  ExecutionEventBody,
  MAX_EVENT_TEXT_LENGTH,
  SEARCHED_FIELDS,
  SourcedEvent,
  STAGE_EVENTS,
  StoredEventBody,
  TokenUsage,
  type UsageEvent,
} from "./event/event.ts";
export { findEvents } from "./event/find-events.ts";
export { COURSE_EVENTS, fitLog, joinOmitted, type LogSize, MAX_LOG_SIZE, sizeOfEvent } from "./event/fit-log.ts";
export { checkExecution, listEvents, readEvents } from "./event/list-events.ts";
export { Note } from "./event/note.ts";
export { nameOf, passOn, type UnknownBody } from "./event/stored-body.ts";
export { NO_USAGE, type UsageTotal } from "./event/usage-total.ts";
export { advanceExecution } from "./execution/advance-execution.ts";
export { ASKED_NOTHING, AskedExecution } from "./execution/asked-execution.ts";
export type { Attempt, AttemptedStep } from "./execution/attempt/attempt.ts";
export { changesOfEnd } from "./execution/end/changes-of-end.ts";
export { concludeTask } from "./execution/end/conclude-task.ts";
export { withAllPosted } from "./execution/end/with-all-posted.ts";
export { AgentExecution, type ResolvedExecution } from "./execution/execution.ts";
export type { ExecutionQueue, NextClaim, WaitingExecution } from "./execution/execution-queue.ts";
export type { ExecutionPatch, ExecutionStore, Lease } from "./execution/execution-store.ts";
export {
  Grant,
  GrantHolder,
  type GrantStore,
  PlannedGrant,
  type PodPlace,
  type StageBegin,
} from "./execution/grant/grant.ts";
export { agentTokenOf, hashToken } from "./execution/grant/token.ts";
export * from "./execution/pods/index.ts";
export { type CheckedAt, type CheckSettingsDeps, checkSettingsAt } from "./execution/resolve/check-settings-at.ts";
export type { DecidedExecution, DecidedTask, Decision } from "./execution/resolve/decide/decision.ts";
export type { ForgeRequest, ForgeRequestStore } from "./execution/resolve/gather/forge-request-store.ts";
export { Resolution, ResolvedCredential } from "./execution/resolve/resolution.ts";
export type { ServingForge } from "./execution/serving/permit-asker.ts";
export type { Advance, AdvanceExecutionDeps } from "./execution/step.ts";
export { describeForgeProblem, ForgeAway, type ForgeOutcome, type ForgeProblem } from "./forge/forge-outcome.ts";
export type {
  BranchWish,
  CommentWish,
  FoldReviewsWish,
  ForgePort,
  FoundPullRequest,
  GatherWish,
  LabelWish,
  Made,
  MadePullRequest,
  MovedHead,
  NearEndWish,
  PublishTarget,
  PullRequestWish,
  ReactionWish,
  ReviewWish,
  SettledThread,
  SettleWish,
  TargetWish,
  ThreadRepliesWish,
  ThreadReply,
  Urgency,
} from "./forge/forge-port.ts";
export { fitText, hasMark, markText, replaceMarked, sequenceOf } from "./forge/marked-text.ts";
export { Reaction, Written } from "./forge/reaction.ts";
export type { LineComment } from "./forge/review/place-findings.ts";
export * from "./forge/subject/index.ts";
export { maskTokens } from "./forge/text/mask-tokens.ts";
export { neutralize } from "./forge/text/neutralize.ts";
export * from "./invariant/index.ts";
export { removeTerminalSequences } from "./markdown/terminal-sequences.ts";
export { type MeasureChangeDeps, measureChange } from "./measure/measure-change.ts";
export type { Load, MeasuredExecution, MeasureStore } from "./measure/measure-store.ts";
export type { Provision, TaskMeasures } from "./measure/task-measures.ts";
export { answerOnce, type OnceDeps, type OnceInput, type OnceOutcome } from "./once/answer-once.ts";
export type { BegunRequest, NamedRequest, RequestStore } from "./once/request-store.ts";
export { type KeepPairsDeps, listPairs, rotateSealingPair } from "./pairs/keep-pairs.ts";
export type { PairKey, PairKeyStore, PairName, SealedKind } from "./pairs/sealing-pair.ts";
export { ListenAddress } from "./process/listen-address.ts";
export {
  type MeasuredProcess,
  type MetricsAddress,
  MetricsVariables,
  metricsAddressOf,
} from "./process/metrics-variables.ts";
export { PublicUrl } from "./process/public-url.ts";
export { exitCodeOfProcess, SETTINGS_EXIT_CODE } from "./process/settings-exit-code.ts";
export { type TraceSettings, TraceVariables, type TraceWish, tracesOf } from "./process/trace-variables.ts";
export { type AgentContext, buildAgentPrompt } from "./prompt/build-agent-prompt.ts";
export { cleanUntrustedText, type RemovedText } from "./prompt/clean-untrusted-text.ts";
export { type PiecesAsOf, piecesAsOf } from "./prompt/pieces/pieces-as-of.ts";
export { MAX_ANSWERS_BYTES, readAnswers } from "./result/answers/read-answers.ts";
export type { ThreadAnswer } from "./result/answers/thread-answer.ts";
export type { BaseMerge, CommitsBeyond, ConflictingFile, MergeBaseInput } from "./result/base-merge.ts";
export { BranchProblem, describeBranchProblem } from "./result/branch-problem.ts";
export { describeVerification } from "./result/describe-verification.ts";
export { Hold, HoldReason } from "./result/hold/hold.ts";
export { Publication } from "./result/publication.ts";
export { publishResult } from "./result/publish-result.ts";
export { branchOf, branchProblemOf, isDraft, keptAtOf } from "./result/read-publication.ts";
export { MAX_REVIEW_BYTES, readReview } from "./result/read-review.ts";
export type {
  BranchCheck,
  ChangedFile,
  DiffPiece,
  IdentifiedFiles,
  ImportedResult,
  ImportInput,
  ImportOutcome,
  KeepInput,
  MadeBranch,
  PublishBranchInput,
  QuarantineInput,
  ReadChange,
  ReadChangeInput,
  ReadDiffInput,
  ReadPatchesInput,
  RemoveKeptInput,
  RepositoryPort,
} from "./result/repository-port.ts";
export type { RepositorySnapshot } from "./result/repository-snapshot.ts";
export { ProtectedPath, ProtectedRole, ResultPolicy } from "./result/result-policy.ts";
export type { FindingSeverity, Review, ReviewFinding, Suggestion } from "./result/review.ts";
export type {
  BranchCommits,
  CommitSigner,
  DirectCommit,
  DirectSigning,
  RemadeCommit,
  Signing,
  UnsignedCommit,
} from "./result/signing/commit-signer.ts";
export type { DiskStore, KeptThing } from "./retention/disk-store.ts";
export {
  KEPT_KINDS,
  type KeptKind,
  outlivedBefore,
  type Retention,
  RetentionVariables,
  retentionOf,
} from "./retention/retention.ts";
export type { Deleted, EndedExecution, EndedPage, RetentionStore } from "./retention/retention-store.ts";
export { NOTHING_SWEPT, type Swept, sweep } from "./retention/sweep.ts";
export type { SweepDeps } from "./retention/sweep-deps.ts";
export { sweepLeftovers } from "./retention/sweep-leftovers.ts";
export { Envelope, type SealingKeys } from "./sealing/envelope.ts";
export {
  createKeyPair,
  type KeyPair,
  type PublicKey,
  parseKeyPair,
  parsePublicKey,
  serializeKeyPair,
  serializePublicKey,
} from "./sealing/key-pair.ts";
export type { PairStore } from "./sealing/pair-store.ts";
export { Rotated } from "./sealing/rotated.ts";
export * from "./settings/index.ts";
export { actOnTask } from "./task/act/act-on-task.ts";
export { tooManyMessages } from "./task/act/add-message.ts";
export { archiveTask, unarchiveTask } from "./task/act/archive-task.ts";
export { cancelTask } from "./task/act/cancel-task.ts";
export type { ContinueTaskDeps, TaskToContinue } from "./task/act/continue-task.ts";
export { approvePlan, rejectPlan } from "./task/act/decide-plan.ts";
export { publishTask } from "./task/act/publish-task.ts";
export { type BudgetChange, type ResumeTaskInput, resumeTask } from "./task/act/resume-task.ts";
export { retryTask } from "./task/act/retry-task.ts";
export { sendMessage } from "./task/act/send-message.ts";
export { TaskBefore, taskAgain } from "./task/act/task-before.ts";
export { updateBranch } from "./task/act/update-branch.ts";
export {
  AuthorClass,
  ContextPiece,
  isOutside,
  MAX_PIECES,
  NAMED_PIECE,
  PieceAuthor,
  PieceKind,
} from "./task/context-piece.ts";
export { endOfLost } from "./task/end-of-lost.ts";
export { AgentPurpose, ExecutionPurpose, PURPOSES } from "./task/execution-purpose.ts";
export { type NewTaskChange, TaskChange, TaskChangeBody } from "./task/feed/task-change.ts";
export type { TaskChangeStore } from "./task/feed/task-change-store.ts";
export { Gathering, UnreadTexts } from "./task/gathering.ts";
export type { MessageChecks } from "./task/message-checks.ts";
export {
  MAX_MESSAGES,
  type MessageLimit,
  type MessageStore,
  type NewMessage,
  newMessageOf,
  type TaskMessage,
} from "./task/message-store.ts";
export type { MessageThreads } from "./task/message-threads.ts";
export { countTasks, type TaskCount, type TaskCounts } from "./task/read/count-tasks.ts";
export { type FindTaskInput, findTask } from "./task/read/find-task.ts";
export { findWaiting, type TaskWait } from "./task/read/find-waiting.ts";
export { listChanges } from "./task/read/list-changes.ts";
export { listSteps, type Step, type StepKind } from "./task/read/list-steps.ts";
export { type ListedTask, type ListTasksInput, listTasks } from "./task/read/list-tasks.ts";
export { listExecutions, type ReadTask, readTask, readUsage } from "./task/read/read-task.ts";
export { Refusal } from "./task/refusal.ts";
export { AskedAgent, AskedWork, MAX_RACERS } from "./task/submit/asked-work.ts";
export { checkTaskText } from "./task/submit/read-prompt.ts";
export { type SubmitTaskDeps, submitTask } from "./task/submit/submit-task.ts";
export { TaskOptions } from "./task/submit/task-options.ts";
export { AskedRepository, AskedSource, TaskKey, TaskRequest } from "./task/submit/task-request.ts";
export {
  Acceptance,
  AgentPlan,
  AgentTask,
  BesideWork,
  DiffStat,
  FailureReason,
  outlineOf,
  PolicyFinding,
  type ResolvedTask,
  ResultCommit,
  TaskContext,
  type TaskEnd,
  TaskOutline,
  TaskResult,
  TaskSourceType,
  TaskStatus,
  TaskType,
  Verification,
} from "./task/task.ts";
export { canMove, isFinal, isSettled } from "./task/task-state.ts";
export type { CancelReason, NewExecution, NewTask, TaskFilter, TaskPatch, TaskStore } from "./task/task-store.ts";
export { wayOfFailure, wayOfTask } from "./task/way-of-failure.ts";
export type { CommandProblem } from "./trigger/command/command-problem.ts";
export {
  actOf,
  COMMANDS,
  type CommandAct,
  type CommandActor,
  type CommandPlace,
  type CommandRule,
  type Verb,
} from "./trigger/command/commands.ts";
export { describeCommands, describeProblem } from "./trigger/command/describe-commands.ts";
export type { CommandOptions, OptionName } from "./trigger/command/options.ts";
export { type Command, type NoCommand, readCommand, type UnknownCommand } from "./trigger/command/read-command.ts";
export { AskedHead } from "./vcs/asked-head.ts";
export type { BranchReader } from "./vcs/branch-reader.ts";
export { listRepositories } from "./vcs/list-repositories.ts";
export { NamedRepository, SeenRepository } from "./vcs/named-repository.ts";
export { type ConfiguredAddress, isPrivateAllowed, listPrivateHosts, PrivateHosts } from "./vcs/private-hosts.ts";
export { type ForgeRepository, Repo, Vcs } from "./vcs/repo.ts";
export type { RepoStore } from "./vcs/repo-store.ts";
export { goOnWith, knownWay, type NextStep, StoredWay, Way } from "./way.ts";
export * from "./wish/index.ts";
