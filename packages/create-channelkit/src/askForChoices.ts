import { cancel, intro, isCancel, select, text } from '@clack/prompts';
import { type Choices, folderProblem } from './createApp.ts';
import { defaultFolder } from './readArguments.ts';
import { templates } from './templates.ts';

/** Asks for what the command line left open; Enter takes the default. Undefined if the person cancels. */
export async function askForChoices(given: Partial<Choices>): Promise<Choices | undefined> {
  intro('ChannelKit');
  const folder = given.folder ?? (await askForFolder());
  if (isCancel(folder)) return canceled();
  const template = given.template ?? (await askForTemplate());
  if (isCancel(template)) return canceled();
  return { folder, template };
}

function askForFolder() {
  return text({
    message: 'Folder of the app',
    placeholder: defaultFolder,
    defaultValue: defaultFolder,
    validate: (folder) => folderProblem(folder || defaultFolder),
  });
}

function askForTemplate() {
  return select({
    message: 'What to begin with',
    options: templates.map(({ name, title, hint }) => ({ value: name, label: title, hint })),
  });
}

function canceled(): undefined {
  cancel('Nothing was created.');
}
