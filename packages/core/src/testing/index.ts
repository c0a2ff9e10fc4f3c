export { type MemoryEnvironments, memoryEnvironments } from "./memory-environments.ts";
export { BASE_COMMIT, type MemoryRepositories, memoryRepositories } from "./memory-repositories.ts";
export {
  addRepo,
  createMemory,
  type Memory,
  memoryCredentialStore,
  memoryEventStore,
  memoryExecutionStore,
  memoryGrantStore,
  memoryTaskStore,
} from "./memory-stores.ts";
