import type { Hook } from '@oclif/core';
import { usageError } from '../contract/app-error.js';
import { editDistance } from '../text/edit-distance.js';

/** An unknown command ends at once with the nearest ones named; nothing is guessed and nothing is run. */
const notFound: Hook.CommandNotFound = ({ id, config }) => {
  const typed = id.replaceAll(':', ' ').slice(0, 60);
  const nearest = config.commandIDs
    .map((command) => command.replaceAll(':', ' '))
    .filter((command) => editDistance(typed, command) <= Math.max(2, Math.floor(command.length / 3)))
    .slice(0, 3);
  const actions = nearest.length > 0 ? nearest.map((command) => `If you meant it: terminal ${command}`) : ['See what there is: terminal --help'];
  throw usageError('usage.unknown-command', `There is no command ${JSON.stringify(typed)}.`, actions);
};

export default notFound;
