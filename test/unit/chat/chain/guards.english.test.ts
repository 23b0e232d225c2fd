import type { RewriteRefusal } from '@condenser/protocol';
import { refusingGuard } from '@condenser/sidecar/chat/chain/guards/guards.ts';
import { promptsIn } from '@condenser/sidecar/chat/chain/prompts/promptSet.ts';
import { describe, expect, it } from 'vitest';

const HISTORY = [
  'How do I sort a list in Java with `Collections.sort`?',
  'Use `Collections.sort(list)` or `list.sort(null)`. It is a merge sort, O(n log n) for 1000 items,',
  'in src/main/Sorter.java since version 1.8. Options: 1. quicksort 2. merge sort. See --stable.',
  'Or call sort_by_key, std::sort, user.getName() and Node.js of your_app in Java 17.',
].join('\n');

type Row = [question: string, rewrite: string];

function guard(question: string, rewrite: string, history = HISTORY): RewriteRefusal | undefined {
  const [user = '', ...answer] = history.split('\n');
  return refusingGuard({ question, rewrite, history: [{ user, assistant: answer.join('\n') }] });
}

describe('accepts a good rewrite', () => {
  it.each<Row>([
    // Questions and orders of every form.
    ['and in Kotlin?', 'How do I sort a list in Kotlin?'],
    ['in Kotlin instead', 'Sort the list in Kotlin instead of Java.'],
    ['in Kotlin instead', 'Show how to sort a list in Kotlin instead'],
    ['is it stable', 'Is the merge sort of Collections.sort stable'],
    ['is it stable?', 'Is Collections.sort stable?'],
    ['why', 'Why does Collections.sort use a merge sort in Java?'],
    ['shorter please', 'Make the code that sorts a list in Java shorter, please.'],
    ['explain it', 'Explain how the merge sort of Collections.sort is able to be stable.'],
    ['make sure it is', 'Make sure the list is sorted.'],
    ['the second one?', 'The merge sort option: how does it work?'],
    ['what about the worst case', 'What is the worst case of the merge sort in Collections.sort'],
    ['can you do it without a copy', 'Can you sort a Java list without a copy'],
    // Statements may stay statements.
    ['it is too slow', 'The merge sort of the list is too slow.'],
    ['it still does not work', 'The call to Collections.sort is still not working.'],
    ['same error', 'The same error is thrown by Collections.sort.'],
    ['the output is wrong', 'The output of Collections.sort is wrong.'],
    ['not working', 'The list sort in Java is not working.'],
    ["I'm getting an error with it", 'I am getting an error with Collections.sort.'],
    ['but my list is already sorted', 'The list passed to Collections.sort is already sorted.'],
    // The beginning of the question may be repeated.
    ['no, the second one', 'No, use the second option, merge sort.'],
    ['yes please, with a comparator', 'Yes please, sort the list with a comparator.'],
    ['here is my code, why is it slow', 'Here is my code for the merge sort, why is it slow'],
    ['you said it is stable', 'You said the merge sort is stable.'],
    ['this is slow, isn’t it', 'This merge sort is slow, isn’t it'],
    ['- and the other one?', '- How does quicksort work?'],
    ['2. please', '2. Explain merge sort, please.'],
    ['No module named foo, why', 'No module named foo is found, why'],
    // Numbers, with and without units.
    ['for 1000 items?', 'How long does Collections.sort take for 1000 items?'],
    ['with 1,000,000 items?', 'How fast is the merge sort with 1000000 items?'],
    ['what if 30s is too long', 'What if 30s is too long for the sort in Java'],
    ['set it to 16GB', 'Set the memory of the Java sort to 16 GB'],
    ['what about 10k items?', 'How fast is the merge sort for 10,000 items?'],
    ['what about 1.5 million items?', 'How fast is the merge sort for 1,500,000 items?'],
    ['explain option 2', 'Explain merge sort.'],
    ['and in python3?', 'How do I sort a list in Python 3?'],
    ['in JS?', 'How do I sort a list in JavaScript?'],
    ['OK, and in Kotlin?', 'How do I sort a list in Kotlin?'],
    ['ok now shorter', 'Write the code that sorts a list in Java more briefly.'],
    ['does it work with Python 3.11?', 'Does the sort work with Python 3.11?'],
    ['at 10:30?', 'Does the sort run at 10:30?'],
    ['what about 1.5x?', 'What about 1.5x the items in the sort?'],
    ['why 5, 6 and 7', 'Why are the items 5, 6 and 7 not sorted by the merge sort'],
    ['sort [3,1,2] with it', 'Sort [3, 1, 2] with Collections.sort'],
    // References may be replaced or dropped.
    ['explain the 2nd one', 'Explain merge sort.'],
    // Names, identifiers, files and flags.
    ['in C++?', 'How do I sort a list in C++?'],
    ['and C# or F#?', 'How do I sort a list in C# or F#?'],
    ['in node.js?', 'How do I sort a list in Node.js?'],
    ['in javascript?', 'How do I sort a list in JavaScript?'],
    ['and descending?', 'How do I sort a list in descending order in JavaScript?'],
    ['getName instead', 'Sort the list by getName instead.'],
    ['does sort_by_key do it?', 'Is sort_by_key a stable sort?'],
    ['why std::sort', 'Why is std::sort faster than Collections.sort?'],
    ['what is in src/main/Sorter.java', 'What is in src/main/Sorter.java besides the merge sort'],
    ['and with --stable?', 'How does the sort behave with --stable?'],
    ['what does -v do', 'What does -v do for the sort'],
    ['in /etc/hosts too?', 'Is the list in /etc/hosts sorted too?'],
    ['in /etc/hosts.', 'Sort the list in /etc/hosts with Java.'],
    ['e.g. Kotlin or Rust', 'Sort the list in e.g. Kotlin or Rust.'],
    ['what are the function(s) for', 'What are the sort functions for'],
    ['does it read/write and/or copy?', 'Does the merge sort read, write or copy the list?'],
    ['wait -- why', 'Why is the merge sort used'],
    ['use utf8 and es2015', 'Use utf8 and es2015 for the sort'],
    ['with @Override and $HOME?', 'Does the sort need @Override and $HOME?'],
    ['what about .env?', 'Is .env read by the sort?'],
    ['C:\\temp\\a.txt?', 'Is the file C:\\temp\\a.txt sorted?'],
    ['see https://example.com/a?b=1.', 'Does the merge sort follow https://example.com/a?b=1?'],
    // Quotations of every kind.
    ['what does "not comparable" mean', 'What does “not comparable” mean in Collections.sort'],
    ["and 'null'?", 'Can Collections.sort take "null"?'],
    ['and ‘null’?', "Can Collections.sort take 'null'?"],
    ['and «null»?', 'Can Collections.sort take `null`?'],
    ["why doesn't it say it's done", 'Why does the merge sort not say that it is done'],
    ['a 5" and a 6" screen', 'Sort a 5" and a 6" screen in the list'],
    ['WHY IS IT SLOW', 'Why is the merge sort slow'],
    // A subject in another script.
    ['what does 你好 mean?', 'What does 你好 mean in Chinese?'],
    ['what is α', 'What is α in the merge sort'],
  ])('%s → %s', (question, rewrite) => {
    expect(guard(question, rewrite) ?? 'passes').toBe('passes');
  });
});

describe('refuses a bad rewrite', () => {
  const long = `How ${'and how '.repeat(20)}do I sort it?`;
  it.each<[RewriteRefusal, ...Row]>([
    ['empty', 'and in Kotlin?', ''],
    ['empty', 'and in Kotlin?', '…'],
    ['severalLines', 'and in Kotlin?', 'How do I sort a list in Kotlin?\nUse sorted().'],
    ['severalLines', 'and in Kotlin?', 'How do I sort a list in Kotlin?\u2028Use sorted().'],
    ['answer', 'and in Kotlin?', '```kotlin list.sorted()```'],
    ['answer', 'and in Kotlin?', '- use sorted'],
    ['answer', 'and in Kotlin?', '1. use sorted'],
    ['answer', 'is it stable?', 'Yes, it is stable.'],
    ['answer', 'is it stable?', 'No.'],
    ['answer', 'is it stable?', 'Yes it is.'],
    ['answer', 'and in Kotlin?', 'Sure! How do I sort a list in Kotlin?'],
    ['answer', 'and in Kotlin?', 'Certainly, here it comes'],
    ['answer', 'and in Kotlin?', "Here's how to sort a list in Kotlin"],
    ['answer', 'and in Kotlin?', 'Here is the code'],
    ['answer', 'and in Kotlin?', "I'm sorry, but Kotlin is not known"],
    ['answer', 'and in Kotlin?', 'As an AI, I sort no lists'],
    ['answer', 'and in Kotlin?', 'I cannot do that'],
    ['answer', 'and in Kotlin?', 'You can use sorted in Kotlin.'],
    ['answer', 'and in Kotlin?', 'To do that in Kotlin, use sorted'],
    ['answer', 'and in Kotlin?', 'It is called sorted in Kotlin.'],
    ['answer', 'and in Kotlin?', 'Would you like to see it in Kotlin?'],
    ['answer', 'what is the worst case?', 'The worst case of merge sort is O(n log n).'],
    ['answer', 'how fast is it', 'Merge sort is faster than quicksort'],
    ['answer', 'explain it', 'The merge sort is a stable algorithm.'],
    ['answer', 'in Kotlin instead', 'A list in Kotlin has a method for that.'],
    ['tooLong', 'how?', long],
    ['otherLanguage', 'and in Kotlin?', '如何用 Kotlin 对列表排序？'],
    ['otherLanguage', 'and in Kotlin?', 'Как отсортировать список в Kotlin?'],
    ['lostNumber', 'for 1000 items?', 'How long does the sort take for many items?'],
    ['lostNumber', 'for 1000 items?', 'How long does the sort take for 10000 items?'],
    ['lostNumber', 'what if 30s is too long', 'What if the time is too long'],
    ['lostNumber', 'with Python 3.11?', 'Does it work with Python 3?'],
    ['lostNumber', 'for Java 17?', 'How do I sort in Java 1.8?'],
    ['lostNumber', 'is it 64-bit?', 'Is the sort a bit?'],
    ['lostQuotation', 'what does "not comparable" mean', 'What does this error mean'],
    ['lostQuotation', 'and ‘null’?', 'Can Collections.sort take nothing?'],
    ['lostQuotation', 'why `list`?', 'Why a listing?'],
    ['lostIdentifier', 'getName instead', 'Sort the list by name instead.'],
    ['lostIdentifier', 'getName instead', 'Sort the list by getNames instead.'],
    ['lostIdentifier', 'user.getName instead', 'Sort the list by getName instead.'],
    ['lostIdentifier', 'in C++?', 'How do I sort a list in C?'],
    ['lostIdentifier', 'in C#?', 'How do I sort a list in C++?'],
    ['lostIdentifier', 'in Kotlin instead', 'Sort the list in Java instead.'],
    ['lostIdentifier', 'and with --stable?', 'How does the sort behave when it is stable?'],
    ['lostIdentifier', 'what is in src/a/B.java', 'What is in B.java'],
    ['lostIdentifier', 'use python3', 'Use python for the sort'],
    ['lostIdentifier', 'use v1.2.3', 'Use v1.2.4 for the sort'],
    ['lostIdentifier', 'in /etc/hosts too?', 'Is the list in the hosts file sorted too?'],
    ['lostIdentifier', 'and call()?', 'Does the sort also work on the phone?'],
    ['lostNumber', 'what about 10k items?', 'How fast is the merge sort for 1,000 items?'],
    ['lostNumber', 'explain option 2', 'Explain quicksort.'],
    ['lostNegation', "why doesn't it copy?", 'Why does the merge sort copy the list?'],
    ['alreadySaid', 'and?', 'How do I sort a list in Java with Collections.sort?'],
    ['empty', 'is it stable?', 'N/A'],
    ['unrelated', 'why?', 'How does photosynthesis produce oxygen?'],
    ['invented', 'is it stable?', 'Is the merge sort of TypeScript stable?'],
    ['invented', 'is it stable?', 'Is the merge sort of Java 21 stable?'],
    ['invented', 'is it stable?', 'Is list.sortStable() stable?'],
    ['invented', 'is it stable?', 'Is sort_stable stable?'],
    ['invented', 'is it stable?', 'Is the sort in Main.java stable?'],
    ['invented', 'is it stable?', 'Is the sort stable for 5 items?'],
  ])('%s: %s → %s', (reason, question, rewrite) => {
    expect(guard(question, rewrite)).toBe(reason);
  });
});

describe.each(['en', 'zh'] as const)('the instruction in %s', (language) => {
  const { rewrite } = promptsIn(language);
  const orders = [rewrite.ask, rewrite.askAgain].flatMap((asks) => Object.values(asks));
  const sentences = [rewrite.system, ...orders]
    .join('\n')
    .split(/(?<=[.。])\s*|\n/)
    .filter((sentence) => sentence.length > 12);

  it.each(sentences)('is refused as a rewrite: %s', (sentence) => {
    const question = language === 'en' ? 'And what about the third?' : '那第三个呢，展开说一说？';
    expect(guard(question, sentence.trim(), '')).toBe('instruction');
  });

  it('is refused with another punctuation mark at its end, or in full', () => {
    const question = language === 'en' ? 'And what about the third?' : '那第三个呢，展开说一说？';
    const [first = ''] = rewrite.ask.question.split(/(?<=[.。])/);
    expect(guard(question, first.replace(/[.。]$/, '?'), '')).toBe('instruction');
    expect(guard(question, rewrite.askAgain.order, '')).toBe('instruction');
  });
});
