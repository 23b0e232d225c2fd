/** A number with its unit, both in one spelling: "3 days" and 三天 have 3 and "day". */
export interface Amount {
  readonly number: string;
  readonly unit: string;
}

/** Each row has the spellings of one unit; its first word names the unit. */
const UNITS = [
  'ns nanosecond nanoseconds 纳秒',
  'us microsecond microseconds 微秒',
  'ms millisecond milliseconds 毫秒',
  's sec secs second seconds 秒 秒钟',
  'min mins minute minutes 分钟',
  'h hr hrs hour hours 小时 钟头',
  'day days d 天 日',
  'week weeks 周 星期 礼拜',
  'month months 月 个月',
  'year years 年',
  'bit bits',
  'byte bytes 字节',
  'kb kib kilobyte kilobytes',
  'mb mib megabyte megabytes 兆',
  'gb gib gigabyte gigabytes',
  'tb tib terabyte terabytes',
  'percent % 百分',
  'px pixel pixels 像素',
  'em',
  'rem',
  'pt',
  'vh',
  'vw',
  'hz',
  'khz',
  'mhz',
  'ghz',
  'rps qps',
];
const NAMES: ReadonlyMap<string, string> = new Map(
  UNITS.flatMap((row) => {
    const spellings = row.split(' ');
    return spellings.map((spelling) => [spelling, spellings[0] ?? spelling] as const);
  }),
);

const DIGITS: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  一: '1',
  二: '2',
  两: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  十: '10',
};
const SPELLED = [...NAMES.keys()].sort((one, other) => other.length - one.length);
const AMOUNT = new RegExp(
  `(?<![\\p{Script=Latin}\\p{N}_.]|第)(\\d[\\d.,]*|(?:${Object.keys(DIGITS).join('|')})(?!\\p{Script=Latin}))[\\s-]*(${SPELLED.join('|')})(?![\\p{Script=Latin}\\p{N}_])`,
  'giu',
);

/** The numbers in a text that have a unit of time, size or layout. */
export function amounts(text: string): Amount[] {
  return [...text.normalize('NFKC').matchAll(AMOUNT)].map(([, number = '', unit = '']) => ({
    number: DIGITS[number.toLowerCase()] ?? number.replace(/,/g, '').replace(/\.$/, ''),
    unit: NAMES.get(unit.toLowerCase()) ?? unit,
  }));
}
