"""Whether the addresses in texts that lead to other sites still answer: `rostrum check --external`.

Entry points: `report.report_external_links` checks the links of texts; `fetch.fetch_all` asks for
many addresses at once, politely; `store.AnswerStore` remembers their answers for days.
"""
