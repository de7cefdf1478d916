#pragma once
/// unique_ptr for C handles: std::unique_ptr<CURL, base::Deleter<curl_easy_cleanup>>.

namespace base {

template <auto function>
struct Deleter {
    template <class T>
    void operator()(T* handle) const {
        if (handle) function(handle);
    }
};

}  // namespace base
