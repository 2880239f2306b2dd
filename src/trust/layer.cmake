# The EFF large word list (7,776 words, CC BY 3.0) comes from Debian's package `diceware`: nobody types such a list, and a list that
# changed under us would weaken every generated passphrase, so the tests count its words.
find_file(FASCIA_WORD_LIST wordlist_en_eff.txt
    PATHS /usr/lib/python3/dist-packages/diceware/wordlists NO_DEFAULT_PATH
    DOC "the EFF large word list: lines of five digits, a tab and a word")
if(NOT FASCIA_WORD_LIST)
    message(FATAL_ERROR "no EFF word list: install the package 'diceware' or set FASCIA_WORD_LIST to the file")
endif()
fascia_embed(${layer} word_list ${FASCIA_WORD_LIST})
