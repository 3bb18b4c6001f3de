module gater

go 1.26
