import type { LocaleTag } from "./find-locale.js";

/** How a locale writes numbers, as ICU 78 does in Node 20.20. Tables are text such as `key value|key value`. */
export interface NumberLocale {
  readonly decimal: string;
  readonly group: string;
  /** Digits that there must be before the first group separator. */
  readonly minimumGrouping: number;
  readonly minus: string;
  /** `-` sign, `#` number, `¤` currency; a space is one that does not break. */
  readonly percent: string;
  readonly currency: string;
  /** Table of the currencies whose symbols are not those of `currencySymbols`; the code itself where none is given. */
  readonly symbols: string;
  /** List of suffixes for thousands, millions, billions and trillions; `""` where they are not offered. */
  readonly compact: string;
}

/** Table of the currencies offered, with their symbols. */
export const currencySymbols =
  "USD US$|EUR €|GBP £|JPY JP¥|CHF|CAD CA$|AUD A$|NZD NZ$|CNY CN¥|INR ₹|BRL R$|MXN MX$|KRW ₩|HKD HK$|SGD|SEK|NOK|DKK|PLN|CZK|TRY|ZAR";

/** Currencies without a minor unit. */
export const wholeCurrencies: readonly string[] = ["JPY", "KRW"];

const english: NumberLocale = {
  decimal: ".",
  group: ",",
  minimumGrouping: 1,
  minus: "-",
  percent: "-#%",
  currency: "-¤#",
  symbols: "USD $|JPY ¥",
  compact: "K M B T",
};

const german: NumberLocale = {
  ...english,
  decimal: ",",
  group: ".",
  percent: "-# %",
  currency: "-# ¤",
  symbols: "USD $|JPY ¥|AUD AU$",
  compact: "",
};

export const numberLocales: Readonly<Record<LocaleTag, NumberLocale>> = {
  "en-US": english,
  "en-GB": { ...english, symbols: "", compact: "k m bn tn" },
  "en-CA": { ...english, symbols: "CAD $" },
  "de-DE": german,
  "fr-FR": {
    ...german,
    group: "\u202f",
    symbols: "USD $US|GBP £GB|JPY|CAD $CA|AUD $AU|NZD $NZ|CNY|MXN $MX|HKD|SGD $SG",
  },
  "es-ES": { ...german, minimumGrouping: 2, symbols: "GBP|JPY|CAD|AUD|NZD|CNY|INR|BRL|MXN|KRW|HKD" },
  "sv-SE": {
    ...german,
    group: "\u00a0",
    minus: "\u2212",
    symbols: "GBP|JPY|AUD|NZD|CNY|INR|BRL BR$|KRW|HKD|SEK kr|NOK Nkr|DKK Dkr",
  },
  "pt-BR": { ...german, percent: "-#%", currency: "-¤ #", symbols: "AUD AU$" },
  "nl-NL": { ...german, percent: "-#%", currency: "¤ -#", symbols: "CAD C$|AUD AU$" },
  "it-IT": { ...german, minimumGrouping: 2, percent: "-#%", symbols: "USD|JPY|INR|BRL|MXN|KRW|HKD" },
  "ja-JP": { ...english, symbols: "USD $|JPY ￥|CNY 元", compact: "" },
};
