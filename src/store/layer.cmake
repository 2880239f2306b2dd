# The migrations travel inside the program: the store makes its schema without a file beside it.
file(GLOB migrations CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/store/migrations/*.sql)
fascia_embed_table(${layer} migrations ${migrations})
