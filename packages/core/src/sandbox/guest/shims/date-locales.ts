import type { DateLocale } from "./date-locale.js";
import type { LocaleTag } from "./find-locale.js";

const dayMonthYear = "yM MM/y|Md dd/MM|yMd dd/MM/y";
const dayThenMonth = "yMMM MMM y|MMMd d MMM|yMMMd d MMM y";
const monthThenDay = "yMMM MMM y|MMMd MMM d|yMMMd MMM d, y";

/** What is the same in most of the languages below. */
const continental = {
  mixed: "",
  hourCycle: "h23",
  hour12: "h12",
  halfDay: "# a",
  dayPeriods: ["AM", "PM"],
  padsHour: "usually",
  decimal: ",",
} as const;

const english: DateLocale = {
  months: [
    "January February March April May June July August September October November December",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
  ],
  weekdays: ["Sunday Monday Tuesday Wednesday Thursday Friday Saturday", "Sun Mon Tue Wed Thu Fri Sat"],
  patterns: `yM M/y|Md M/d|yMd M/d/y|${monthThenDay}|Ed d E|E E, #|short M/d/yy`,
  mixed: "",
  joins: [" at ", " at ", ", ", ", "],
  hourCycle: "h12",
  hour12: "h12",
  halfDay: "# a",
  dayPeriods: ["AM", "PM"],
  hour: ["h a", "HH"],
  padsHour: "always",
  decimal: ".",
};

const german: DateLocale = {
  ...continental,
  months: [
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
  ],
  weekdays: ["Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag", "So. Mo. Di. Mi. Do. Fr. Sa."],
  alone: ["Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez", "So Mo Di Mi Do Fr Sa"],
  patterns:
    "yM M/y|Md d.M.|MMd dd.MM.|yMd d.M.y|yMMM MMM y|MMMd d. MMM|yMMMd d. MMM y|Ed E, d.|E E, #|medium dd.MM.y|short dd.MM.yy",
  joins: [" um ", " um ", ", ", ", "],
  hour: ["h a", "HH 'Uhr'"],
};

const french: DateLocale = {
  ...continental,
  months: [
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
  ],
  weekdays: ["dimanche lundi mardi mercredi jeudi vendredi samedi", "dim. lun. mar. mer. jeu. ven. sam."],
  patterns: `${dayMonthYear}|${dayThenMonth}|Ed E d|E E #|short dd/MM/y`,
  mixed: "yMd yyMd",
  joins: [" à ", " à ", ", ", " "],
  hour: ["h a", "HH 'h'"],
};

const spanish: DateLocale = {
  ...continental,
  months: [
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago sept oct nov dic",
  ],
  weekdays: ["domingo lunes martes miércoles jueves viernes sábado", "dom lun mar mié jue vie sáb"],
  patterns:
    `yM M/y|yMM M/y|yyMM M/yy|Md d/M|MMd d/M|Mdd d/M|MMdd d/M|yMd d/M/y|${dayThenMonth}|yMMMM MMMM 'de' y|MMMMd d 'de' MMMM|` +
    "yMMMMd d 'de' MMMM 'de' y|EEEEyMMMd EEEE, d 'de' MMM 'de' y|Ed E d|E E, #|short d/M/yy",
  joins: [", ", " a las ", ", ", ", "],
  dayPeriods: ["a. m.", "p. m."],
  hour: ["h a", "H"],
  padsHour: "never",
};

const swedish: DateLocale = {
  ...continental,
  months: [
    "januari februari mars april maj juni juli augusti september oktober november december",
    "jan. feb. mars apr. maj juni juli aug. sep. okt. nov. dec.",
  ],
  weekdays: ["söndag måndag tisdag onsdag torsdag fredag lördag", "sön mån tis ons tors fre lör"],
  patterns: `yM y-MM|Md d/M|MMd d/M|yMd y-MM-dd|${dayThenMonth}|Ed E d|E E #|EyMd E, #|EyMMMd E #|short y-MM-dd`,
  mixed: "yMd yyMd",
  joins: [" kl. ", " kl. ", " ", " "],
  dayPeriods: ["fm", "em"],
  hour: ["h a", "HH"],
};

const brazilian: DateLocale = {
  ...continental,
  months: [
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
  ],
  weekdays: [
    "domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado",
    "dom. seg. ter. qua. qui. sex. sáb.",
  ],
  patterns: `${dayMonthYear}|yMMM MMM 'de' y|MMMd d 'de' MMM|yMMMd d 'de' MMM 'de' y|Ed E, d|E E, #|short dd/MM/y`,
  mixed: "Md yMd yyMd",
  joins: [" às ", " às ", ", ", ", "],
  hour: ["h a", "HH"],
};

const dutch: DateLocale = {
  ...continental,
  months: [
    "januari februari maart april mei juni juli augustus september oktober november december",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
  ],
  weekdays: ["zondag maandag dinsdag woensdag donderdag vrijdag zaterdag", "zo ma di wo do vr za"],
  patterns: `yM M-y|Md d-M|yMd d-M-y|${dayThenMonth}|Ed E d|E E #|short dd-MM-y`,
  joins: [" om ", " om ", ", ", ", "],
  dayPeriods: ["a.m.", "p.m."],
  hour: ["h a", "HH"],
};

const italian: DateLocale = {
  ...continental,
  months: [
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "gen feb mar apr mag giu lug ago set ott nov dic",
  ],
  weekdays: ["domenica lunedì martedì mercoledì giovedì venerdì sabato", "dom lun mar mer gio ven sab"],
  patterns: `${dayMonthYear}|${dayThenMonth}|Ed E d|E E #|short dd/MM/yy`,
  mixed: "yyMd",
  joins: [" alle ore ", " alle ore ", ", ", ", "],
  hour: ["h a", "H"],
};

const japanese: DateLocale = {
  ...continental,
  months: ["1 2 3 4 5 6 7 8 9 10 11 12", "1 2 3 4 5 6 7 8 9 10 11 12"],
  weekdays: ["日曜日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日", "日 月 火 水 木 金 土"],
  patterns:
    "y y年|M M月|d d日|yM y/M|Md M/d|yMd y/M/d|MMM MMM月|yMMM y年MMM月|MMMd MMM月d日|yMMMd y年MMM月d日|Ed d日(E)|EEEEd d日EEEE|" +
    "E #(E)|EEEE #EEEE|medium y/MM/dd|short y/MM/dd",
  joins: [" ", " ", " ", " "],
  hour12: "h11",
  halfDay: "a#",
  dayPeriods: ["午前", "午後"],
  hour: ["ah時", "H時"],
  padsHour: "never",
  decimal: ".",
};

export const dateLocales: Readonly<Record<LocaleTag, DateLocale>> = {
  "en-US": english,
  "en-GB": {
    ...english,
    months: [english.months[0], "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec"],
    patterns: `${dayMonthYear}|${dayThenMonth}|Ed E d|E E, #|EMd E #|EMMMd E #|short dd/MM/y`,
    mixed: "Md yMd yyMd",
    hourCycle: "h23",
    dayPeriods: ["am", "pm"],
    padsHour: "usually",
  },
  "en-CA": {
    ...english,
    patterns: `yM y-MM|Md MM-dd|yMd y-MM-dd|${monthThenDay}|Ed E d|E E, #|short y-MM-dd`,
    mixed: "Md yMd yyMd",
    dayPeriods: ["a.m.", "p.m."],
  },
  "de-DE": german,
  "fr-FR": french,
  "es-ES": spanish,
  "sv-SE": swedish,
  "pt-BR": brazilian,
  "nl-NL": dutch,
  "it-IT": italian,
  "ja-JP": japanese,
};
