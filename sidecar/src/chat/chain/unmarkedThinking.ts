/** How models begin to think aloud where nothing marks it, and how no title or question begins. */
const OPENINGS = [
  /^(?:(?:ok|okay|alright|all right|hmm+|well|so|first|now|right|good|let['’]s see)[,.:!…]*\s+)*(?:the user|the person|they)\s+(?:just\s+|now\s+)?(?:wants?|asks?|asked|says?|said|would like|seems? to|wrote|(?:is|are|was|were)\s+(?:asking|looking|trying|saying|referring|requesting|wondering))\b/i,
  /^(?:(?:ok|okay|alright|all right|hmm+|well|so|first|now|right)[,.:!…]*\s+)+(?:i|we|let me|let['’]s)\b/i,
  /^(?:let me|let['’]s)\s+(?:think|see|start|analy[sz]e|break|figure|look|first|consider|try)\b/i,
  /^(?:i|we)\s+(?:(?:need|have)\s+to|should|must|will)\s+(?:rewrite|rephrase|rework|create|produce|come up|think|figure|make|write|give|generate|turn)\b/i,
  /^(?:嗯+|好的?|好吧|那么|首先|现在|唔)[，,。…、]*\s*(?:让?我|我们|用户|这个?问题|首先|现在|先)/,
  /^(?:用户|我(?:需要|应该|得|要))(?:想|问|在|需|要|说|提|的问题|先|把|改写|重写|思考|理解|给出|生成)/,
];

/**
 * Whether a text that should be one line for a program, a title or a rewritten question, is the
 * model thinking aloud. The question that it is about may begin in the same way.
 */
export function isUnmarkedThinking(text: string, question: string): boolean {
  const thinksAloud = (words: string) => OPENINGS.some((opening) => opening.test(words.trim()));
  return thinksAloud(text) && !thinksAloud(question);
}
