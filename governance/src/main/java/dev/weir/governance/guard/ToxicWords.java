package dev.weir.governance.guard;

import java.util.List;

/**
 * Words that threaten, demean or tell someone to harm himself. A list knows no context: it is a
 * first net, to be observed before it blocks, and policies add their own words.
 */
final class ToxicWords {

  static final List<String> ALL =
      List.of(
          "kill yourself",
          "go kill yourself",
          "kys",
          "hang yourself",
          "slit your wrists",
          "go die",
          "you should die",
          "you deserve to die",
          "hope you die",
          "drop dead",
          "i will kill you",
          "i'll kill you",
          "i am going to kill you",
          "i will find you and kill you",
          "i will hurt you",
          "beat you to death",
          "burn in hell",
          "rot in hell",
          "worthless piece of shit",
          "piece of shit",
          "you are worthless",
          "you're worthless",
          "subhuman",
          "subhumans",
          "vermin like you",
          "fuck you",
          "fuck off",
          "motherfucker",
          "son of a bitch",
          "stupid bitch",
          "shut the fuck up",
          "gas the",
          "ethnic cleansing is good",
          "white power",
          "heil hitler",
          "sieg heil");

  private ToxicWords() {}
}
