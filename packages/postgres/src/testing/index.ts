export { describeTask, newExecution, storeTask } from "./stored-task.ts";
export { testDatabase } from "./test-database.ts";
