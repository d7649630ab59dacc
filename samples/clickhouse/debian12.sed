# Makes schema.sql fit for the ClickHouse 18.16 of Debian 12, which knows neither type. A time in UTC, as smtptally
# prints it, is ordered as a text, too.
#   sed -f debian12.sed schema.sql | clickhouse-client --multiquery
s/LowCardinality(String)/String/
s/DateTime64(6, 'UTC')/String/
s/toDateTime(time, 'UTC')/parseDateTimeBestEffort(time, 'UTC')/
s/toDate(time, 'UTC')/toDate(substring(time, 1, 10))/
