/** How an agent may be called, apart from the schema: a command that only asks loads no schemas. */
export const AGENT_NAME = /^[a-z][a-z0-9-]{0,49}$/;
