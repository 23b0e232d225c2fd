/** English, of what stands over the conversation: the inspector, the settings, the models. */
export const panelsEnglish = {
  inMemory: (size: string) => `${size} in memory`,
  onGraphicsCard: (share: number) =>
    share === 100 ? 'all on the graphics card' : `${share} % on the graphics card`,
  onProcessor: 'on the processor',
  loadedWindow: (tokens: number) => `window of ${tokens} tokens`,
  loadedUntil: (time: string) => `until ${time}`,
  loadedForever: 'until it is unloaded',
  preload: 'Load',
  preloading: 'Loading …',
  unload: 'Unload',
  deleteModel: (model: string, size: string) => `Delete ${model}? ${size} on the disk.`,
  options: 'Options …',
  optionsTitle: 'Options of this conversation',
  optionsHelp: 'They count from the next question on. What is unset is as the settings say.',
  noThinking: 'The model that is chosen does not think.',
  loadingModel: (model: string, size: string) => `Loading ${model} into memory (${size}) …`,
  othersAnswering: (count: number) =>
    count === 1 ? 'Another answer is being written.' : `${count} other answers are being written.`,
  secondsPassed: (seconds: number) => `${seconds} s`,
  firstToken: (time: string) => `first token after ${time}`,
  coldLoad: (time: string, size: string) =>
    size === '' ? `cold start: loaded in ${time}` : `cold start: ${size} loaded in ${time}`,
  contextMeter: (used: number, window: number) =>
    `Context: ${used} of ${window} tokens, as Ollama counted`,
  leftContext: (turns: number) =>
    turns === 1 ? 'the oldest turn left it' : `the ${turns} oldest turns left it`,
  inspect: 'What was sent',
  inspectNone:
    'Nothing is known of this turn: only the last turns since the start of the program are kept, and only those that asked a model.',
  purposes: { condense: 'Clarifying the question', answer: 'Answering', title: 'Title' },
  callRequest: 'Request',
  callAnswer: 'Answer of the model',
  callThinking: 'Thinking of the model',
  copyCurl: 'Copy as curl',
  promptTokens: 'Tokens of the prompt',
  answerTokens: 'Tokens of the answer',
  loadDuration: 'Loading the model',
  promptDuration: 'Reading the prompt',
  evalDuration: 'Writing',
  totalDuration: 'In all, as Ollama counted',
  firstText: 'First piece after',
  measured: 'In all, as measured here',
  prefix: 'Same beginning as the call before',
  prefixFigures: (messages: number, of: number, characters: number, ofCharacters: number) =>
    `${messages} of ${of} messages, ${characters} of ${ofCharacters} characters`,
  ended: 'Ended',
  endings: { stop: 'by the model', length: 'at the length allowed', broken: 'before its end' },
};
