import type { Metadata } from "next";
import { readChoices } from "../../../../api/read-choices.ts";
import { NewTaskForm } from "../../../../components/agents/new-task-form.tsx";
import { PageHead } from "../../../../components/frame/page-head.tsx";
import { readPrefill } from "../../../../tasks/new/read-prefill.ts";

export const metadata: Metadata = { title: "New task" };

interface NewTaskPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NewTaskPage({ searchParams }: NewTaskPageProps) {
  const said = await searchParams;
  const choices = await readChoices([said.project].flat()[0]);
  return (
    <>
      <PageHead title="New task" />
      <NewTaskForm choices={choices} prefill={readPrefill(said, choices.agents)} />
    </>
  );
}
